package io.finstage.server.api;

import io.finstage.proto.v1.AlertUpdate;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.server.alerts.Alert;
import io.finstage.server.alerts.AlertWatcher;
import io.finstage.server.hub.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One subscription of the channel {@code alerts}. What it hears before the answer was given waits
 * for that. Thread-safe; whoever tells never waits.
 */
final class AlertTelling implements AlertWatcher {

  private static final int ALERTS_MAX = 1000;

  private final boolean withSnapshot;
  private final int waitingMax;
  private final Consumer<Event.Message> post;
  private final Runnable onFull;
  private final AtomicInteger waiting = new AtomicInteger();
  private final List<Event.Message> early = new ArrayList<>();
  private boolean begun;
  private boolean over;

  /**
   * @param waitingMax updates that may wait to be written
   * @param post takes what is to be written
   * @param onFull is told once when one more would have to wait; nothing is posted from then on
   */
  AlertTelling(
      boolean withSnapshot, int waitingMax, Consumer<Event.Message> post, Runnable onFull) {
    this.withSnapshot = withSnapshot;
    this.waitingMax = waitingMax;
    this.post = post;
    this.onFull = onFull;
  }

  @Override
  public void changed(boolean snapshot, List<Alert> changed) {
    if (snapshot && !withSnapshot) {
      return;
    }
    for (int from = 0; from == 0 || from < changed.size(); from += ALERTS_MAX) {
      // The first part only: who forgets at a snapshot what it knew would be left with the last
      // one.
      tell(
          snapshot && from == 0,
          changed.subList(from, Math.min(changed.size(), from + ALERTS_MAX)));
    }
  }

  /** The answer was given. */
  synchronized void begin() {
    begun = true;
    early.forEach(post);
    early.clear();
  }

  private synchronized void tell(boolean snapshot, List<Alert> part) {
    if (over) {
      return;
    }
    if (waiting.incrementAndGet() > waitingMax) {
      over = true;
      onFull.run();
      return;
    }
    AlertUpdate.Builder update = AlertUpdate.newBuilder().setSnapshot(snapshot);
    part.forEach(alert -> update.addAlerts(AlertMessages.alert(alert)));
    StreamEvent event = StreamEvent.newBuilder().setAlertUpdate(update).build();
    Event.Message message = new Event.Message((LateEvent) () -> written(event));
    if (begun) {
      post.accept(message);
    } else {
      early.add(message);
    }
  }

  private StreamEvent written(StreamEvent event) {
    waiting.decrementAndGet();
    return event;
  }
}
