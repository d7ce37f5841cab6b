package io.finstage.server.api.grpc;

import io.finstage.server.alerts.Alert;
import io.finstage.server.alerts.AlertSeverity;
import io.finstage.server.alerts.AlertWatcher;
import io.finstage.server.api.Refusal;
import io.finstage.server.hub.CloseReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that one reader has not read yet, at most {@value #WAITING_MAX}: who falls further behind
 * is a slow consumer. Thread-safe; whoever tells never waits.
 */
final class AlertBacklog implements AlertWatcher {

  private static final int WAITING_MAX = 10_000;

  /** Alerts to be written as one message. */
  record Part(boolean snapshot, List<Alert> alerts) {}

  private final AlertSeverity severityMin;
  private @Nullable List<Alert> snapshot;
  private List<Alert> waiting = new ArrayList<>();
  private boolean stopped;
  private @Nullable Refusal why;

  AlertBacklog(AlertSeverity severityMin) {
    this.severityMin = severityMin;
  }

  @Override
  public synchronized void changed(boolean isSnapshot, List<Alert> alerts) {
    List<Alert> wanted =
        alerts.stream().filter(it -> it.severity().compareTo(severityMin) >= 0).toList();
    if (isSnapshot) {
      snapshot = wanted;
    } else {
      waiting.addAll(wanted);
    }
    if (waiting.size() > WAITING_MAX) {
      stop(Refusal.closed(CloseReason.SLOW_CONSUMER));
    }
    notifyAll();
  }

  /** What is to be written next; waits for it. Null once nobody wants it any more. */
  synchronized @Nullable Part take() throws InterruptedException {
    while (snapshot == null && waiting.isEmpty() && !stopped) {
      wait();
    }
    if (stopped) {
      return null;
    }
    List<Alert> first = snapshot;
    if (first != null) {
      snapshot = null;
      return new Part(true, first);
    }
    Part next = new Part(false, waiting);
    waiting = new ArrayList<>();
    return next;
  }

  /** Nobody waits any more; the first call counts. */
  synchronized void stop(@Nullable Refusal refusal) {
    if (!stopped) {
      stopped = true;
      why = refusal;
      notifyAll();
    }
  }

  /** Why it was stopped; null when the client left. */
  synchronized @Nullable Refusal why() {
    return why;
  }
}
