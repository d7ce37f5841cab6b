package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.Alert;
import io.finstage.client.AlertCondition;
import io.finstage.client.AlertRule;
import io.finstage.client.AlertState;
import io.finstage.client.Alerts;
import io.finstage.proto.v1.CreateAlertRuleRequest;
import io.finstage.proto.v1.OperationsServiceGrpc;
import io.finstage.proto.v1.WatchAlertsRequest;
import io.finstage.proto.v1.WatchAlertsResponse;
import io.finstage.server.alerts.Receiver;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of a running server, over every wire. */
@Timeout(120)
class AlertsIT {

  private static final Duration SOON = AlertStage.SOON;

  @TempDir private Path folder;

  @Test
  void aPriceRuleFiresAndIsResolvedOverEveryWire() throws Exception {
    // Without readings: on a busy machine an objective may burn meanwhile.
    try (AlertStage stage = new AlertStage(Map.of("metrics.enabled", "false"));
        TaskStage grpc = new TaskStage(stage.server.port())) {
      stage.trade("SPY", 99, 1);
      Alerts alerts = stage.client.operations().alerts();
      alerts.create(AlertRule.of("spy-high", AlertCondition.priceAbove("SPY", 100)));
      List<String> sdk = new CopyOnWriteArrayList<>();
      alerts.watch((snapshot, changed) -> {
        sdk.add("snapshot " + snapshot);
        changed.forEach(alert -> sdk.add(alert.rule() + " " + alert.state()));
      });
      List<String> socket =
          stage.listen(
              "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"alerts\"}",
              "{\"type\":\"list_subscriptions\",\"request_id\":\"2\"}");
      Iterator<WatchAlertsResponse> stream =
          OperationsServiceGrpc.newBlockingStub(grpc.channel)
              .watchAlerts(WatchAlertsRequest.getDefaultInstance());
      assertThat(stream.next().getSnapshot()).isTrue();
      await().atMost(SOON).until(() -> sdk.contains("snapshot true"));
      await().atMost(SOON).until(() -> has(socket, "\"type\":\"alert_update\",\"snapshot\":true"));

      stage.trade("SPY", 101, 1);
      Alert firing = stage.await("spy-high", AlertState.FIRING);
      stage.trade("SPY", 98, 1);
      Alert resolved = stage.await("spy-high", AlertState.RESOLVED);

      assertThat(firing.message()).isEqualTo("SPY is at 101, above 100");
      assertThat(resolved.id()).isEqualTo(firing.id());
      assertThat(stream.next().getAlerts(0).getState().name()).isEqualTo("FIRING");
      assertThat(stream.next().getAlerts(0).getState().name()).isEqualTo("RESOLVED");
      await().atMost(SOON).until(() -> sdk.contains("spy-high RESOLVED"));
      assertThat(sdk).containsSubsequence("spy-high FIRING", "spy-high RESOLVED");
      await().atMost(SOON).until(() -> has(socket, "\"state\":\"RESOLVED\""));
      assertThat(socket).anyMatch(text -> text.contains("\"state\":\"FIRING\""));
      assertThat(socket)
          .anyMatch(text -> text.contains("subscribed") && text.contains("\"channel\":\"alerts\""));
      assertThat(socket).anyMatch(text -> text.contains("\"type\":\"subscriptions\""));
    }
  }

  @Test
  void aMuteSourceFiresTheBuiltInRuleAndIsResolvedOnceItEmits() throws IOException {
    Path tape = folder.resolve("tape.csv");
    Files.writeString(
        tape,
        """
        event_time_ms,symbol,price,size
        1000,SPY,100,1
        1500,SPY,101,1
        8000,SPY,102,1
        9000,SPY,103,1
        10000,SPY,103,1
        11000,SPY,103,1
        """);
    try (AlertStage stage =
        new AlertStage(
            Map.of(
                "feed.source", "replay",
                "feed.replay.file", tape.toString(),
                "alerts.source-mute-after", "3s"))) {
      Alert firing = stage.await("source-mute", AlertState.FIRING);
      Alert resolved = stage.await("source-mute", AlertState.RESOLVED);

      assertThat(firing.subject()).isEqualTo(resolved.subject()).contains("replay");
      assertThat(resolved.message()).contains("emits again");
      assertThat(resolved.id()).isEqualTo(firing.id());
      assertThat(stage.server.sample("finstage_alerts{state=\"firing\"}")).isZero();
    }
  }

  @Test
  void whatFiresGoesOnFiringOverARestart() throws Exception {
    Map<String, String> same = Map.of("data.dir", folder.toString());
    Alert before;
    try (AlertStage stage = new AlertStage(same)) {
      stage.trade("SPY", 101, 1);
      stage
          .client
          .operations()
          .alerts()
          .create(AlertRule.of("spy-high", AlertCondition.priceAbove("SPY", 100)));
      before = stage.await("spy-high", AlertState.FIRING);
    }

    try (AlertStage stage = new AlertStage(same)) {
      assertThat(stage.await("spy-high", AlertState.FIRING)).isEqualTo(before);
      stage.trade("SPY", 99, 1);
      assertThat(stage.await("spy-high", AlertState.RESOLVED).id()).isEqualTo(before.id());
      assertThat(stage.alerts("spy-high")).hasSize(1);
    }
  }

  @Test
  void aReceiverIsToldSignedWhileAnotherHangs() throws Exception {
    try (Receiver good = Receiver.answering(200);
        Receiver bad = Receiver.answering(200).hanging();
        AlertStage stage =
            new AlertStage(
                Map.of(
                    "alerts.webhook-hosts", "localhost",
                    "alerts.webhook-secret", "s3cret",
                    "alerts.webhook-timeout", "1s",
                    "alerts.webhook-attempts-max", "2"))) {
      stage
          .client
          .operations()
          .alerts()
          .create(
              AlertRule.of("spy-high", AlertCondition.priceAbove("SPY", 100))
                  .withWebhooks(bad.url(), good.url()));
      stage.trade("SPY", 101, 1);
      await().atMost(SOON).until(() -> good.heard().size() == 1);
      stage.trade("SPY", 99, 1);
      await().atMost(SOON).until(() -> good.heard().size() == 2);

      assertThat(good.heard().get(0).body()).contains("\"state\":\"FIRING\"");
      assertThat(good.heard().get(1).body()).contains("\"state\":\"RESOLVED\"");
      assertThat(good.heard())
          .allMatch(
              it -> it.headers().getOrDefault("finstage-signature-256", "").startsWith("sha256="));
      await()
          .atMost(SOON)
          .until(() ->
              stage.server.sample("finstage_alert_notifications_total{outcome=\"attempt_failed\"}")
                  >= 2);
      assertThat(stage.server.sample("finstage_alert_notifications_total{outcome=\"delivered\"}"))
          .isEqualTo(2);
    }
  }

  @Test
  void anIndicatorAndAVolumeAreLookedAtLive() throws Exception {
    try (AlertStage stage = new AlertStage(Map.of())) {
      Alerts alerts = stage.client.operations().alerts();
      alerts.create(
          AlertRule.of(
              "mean",
              new AlertCondition.IndicatorLevel(
                  "SPY", "1s", "sma(2)", "", AlertCondition.Comparison.ABOVE, 100)));
      alerts.create(AlertRule.of("volume", new AlertCondition.VolumeLevel("SPY", "1m", 5)));
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(300))
          .until(() -> {
            stage.trade("SPY", 150, 3);
            return !stage.alerts("mean").isEmpty() && !stage.alerts("volume").isEmpty();
          });

      assertThat(stage.alerts("mean").getFirst().message())
          .isEqualTo("SPY|1s|sma(2) is 150, above 100");
      assertThat(stage.alerts("volume").getFirst().subject()).isEqualTo("SPY");
    }
  }

  @Test
  void aSignalFiresWhenItHappensAndIsOverAfterwards() throws Exception {
    try (AlertStage stage = new AlertStage(Map.of())) {
      stage
          .client
          .operations()
          .alerts()
          .create(
              AlertRule.of(
                  "cross",
                  new AlertCondition.SignalSeen("SPY", "1s", "crosses_above(close,sma(2))")));
      AtomicInteger trades = new AtomicInteger();
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(250))
          .until(() -> {
            // A second and a half below, then as long above: bars of one second cross.
            stage.trade("SPY", trades.getAndIncrement() / 6 % 2 == 0 ? 100 : 150, 1);
            return stage.alerts("cross").stream().anyMatch(it -> it.state() == AlertState.RESOLVED);
          });

      Alert alert = stage.alerts("cross").getLast();
      assertThat(alert.subject()).isEqualTo("SPY");
      assertThat(alert.firingAt()).isPresent();
    }
  }

  @Test
  void aRuleThatNamesWhatIsNotThereIsRefusedWithItsField() {
    try (AlertStage stage = new AlertStage(Map.of())) {
      ManagedChannel channel =
          Grpc.newChannelBuilderForAddress(
                  "127.0.0.1", stage.server.port(), InsecureChannelCredentials.create())
              .build();
      try {
        CreateAlertRuleRequest.Builder request = CreateAlertRuleRequest.newBuilder();
        request.getRuleBuilder().setName("odd");
        request
            .getRuleBuilder()
            .getConditionBuilder()
            .getThresholdBuilder()
            .setReading("finstage_no_such_reading")
            .setComparison(io.finstage.proto.v1.AlertCondition.Comparison.ABOVE);
        TaskStage.Refused refused =
            TaskStage.refusal(() ->
                OperationsServiceGrpc.newBlockingStub(channel).createAlertRule(request.build()));

        assertThat(refused.reason()).isEqualTo("INVALID_RULE");
        assertThat(refused.fields()).containsExactly("rule.condition.threshold.reading");
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void aRuleOverAReadingFires() {
    try (AlertStage stage = new AlertStage(Map.of())) {
      Alerts alerts = stage.client.operations().alerts();
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() ->
              alerts
                  .create(
                      AlertRule.of("busy", AlertCondition.readingAbove("finstage_ticks_total", 3)))
                  .enabled());

      assertThat(stage.await("busy", AlertState.FIRING).subject())
          .isEqualTo("finstage_ticks_total{source=\"test\"}");
    }
  }

  private static boolean has(List<String> texts, String part) {
    return texts.stream().anyMatch(text -> text.contains(part));
  }
}
