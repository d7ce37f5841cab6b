package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.AlertUpdate;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.server.alerts.Alert;
import io.finstage.server.alerts.AlertSeverity;
import io.finstage.server.alerts.AlertState;
import io.finstage.server.hub.Event;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AlertTellingTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final int WAITING_MAX = 3;

  private final Queue<Event> queued = new ArrayDeque<>();
  private final AtomicInteger full = new AtomicInteger();

  @Test
  void whatComesBeforeTheAnswerIsToldAfterIt() {
    AlertTelling telling = telling(true);
    telling.changed(true, List.of(alert(1)));
    boolean early = !queued.isEmpty();
    telling.begin();

    assertThat(early).isFalse();
    assertThat(written()).containsExactly("snapshot 1");
  }

  @Test
  void aSlowReaderIsEndedOnceAndCostsNoMoreThanItsBound() {
    AlertTelling telling = telling(false);
    telling.begin();
    for (int id = 1; id <= WAITING_MAX + 5; id++) {
      telling.changed(false, List.of(alert(id)));
    }

    assertThat(full).hasValue(1);
    assertThat(queued).hasSize(WAITING_MAX);
  }

  @Test
  void aReaderThatKeepsUpIsToldEveryChange() {
    AlertTelling telling = telling(false);
    telling.begin();
    List<String> told = new ArrayList<>();
    for (int id = 1; id <= 2 * WAITING_MAX; id++) {
      telling.changed(false, List.of(alert(id)));
      told.addAll(written());
    }

    assertThat(told).containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(full).hasValue(0);
  }

  @Test
  void manyAlertsAreToldInPartsOfWhichTheFirstIsTheSnapshot() {
    AlertTelling telling = telling(true);
    telling.begin();
    telling.changed(true, Collections.nCopies(1001, alert(1)));

    assertThat(written()).containsExactly("snapshot 1", "1");
  }

  @Test
  void whoWantsNoSnapshotIsToldOfChangesOnly() {
    AlertTelling telling = telling(false);
    telling.begin();
    telling.changed(true, List.of(alert(1)));
    telling.changed(false, List.of(alert(2)));

    assertThat(written()).containsExactly("2");
  }

  private AlertTelling telling(boolean withSnapshot) {
    return new AlertTelling(withSnapshot, WAITING_MAX, queued::add, full::incrementAndGet);
  }

  /** Writes what is queued. */
  private List<String> written() {
    List<String> told = new ArrayList<>();
    for (Event event = queued.poll(); event != null; event = queued.poll()) {
      if (LateEvent.settled(event) instanceof Event.Message(StreamEvent said)) {
        AlertUpdate update = said.getAlertUpdate();
        told.add((update.getSnapshot() ? "snapshot " : "") + update.getAlerts(0).getId());
      }
    }
    return told;
  }

  private static Alert alert(long id) {
    return new Alert(
        id,
        "rule",
        AlertSeverity.WARNING,
        AlertState.FIRING,
        "SPY",
        1,
        "",
        NOW,
        Optional.of(NOW),
        Optional.empty(),
        1);
  }
}
