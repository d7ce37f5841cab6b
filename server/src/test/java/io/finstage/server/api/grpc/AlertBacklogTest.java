package io.finstage.server.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.alerts.Alert;
import io.finstage.server.alerts.AlertSeverity;
import io.finstage.server.alerts.AlertState;
import io.finstage.server.api.Refusal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertBacklogTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final AlertBacklog backlog = new AlertBacklog(AlertSeverity.WARNING);

  @Test
  void theSnapshotComesFirstThenEveryChangeInItsOrder() throws InterruptedException {
    backlog.changed(true, List.of(alert(1, AlertSeverity.WARNING)));
    backlog.changed(false, List.of(alert(2, AlertSeverity.CRITICAL)));
    backlog.changed(false, List.of(alert(3, AlertSeverity.WARNING)));

    assertThat(backlog.take())
        .isEqualTo(new AlertBacklog.Part(true, List.of(alert(1, AlertSeverity.WARNING))));
    assertThat(backlog.take())
        .isEqualTo(
            new AlertBacklog.Part(
                false, List.of(alert(2, AlertSeverity.CRITICAL), alert(3, AlertSeverity.WARNING))));
  }

  @Test
  void whatIsLessSevereIsLeftOutAndAnEmptySnapshotIsTold() throws InterruptedException {
    backlog.changed(true, List.of(alert(1, AlertSeverity.INFO)));

    assertThat(backlog.take()).isEqualTo(new AlertBacklog.Part(true, List.of()));
  }

  @Test
  void whoDoesNotReadIsASlowConsumer() throws InterruptedException {
    backlog.changed(false, Collections.nCopies(10_001, alert(1, AlertSeverity.WARNING)));

    assertThat(backlog.take()).isNull();
    assertThat(Optional.ofNullable(backlog.why()).map(Refusal::reason)).hasValue("SLOW_CONSUMER");
  }

  private static Alert alert(long id, AlertSeverity severity) {
    return new Alert(
        id,
        "rule",
        severity,
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
