package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.AlertCondition;
import io.finstage.client.AlertRule;
import io.finstage.client.ClientOptions;
import io.finstage.client.FinstageClient;
import io.finstage.client.Publisher;
import io.finstage.client.Trade;
import io.finstage.server.alerts.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server is killed while an alert fires. */
@Timeout(180)
class AlertsCrashIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final int port = LaunchedServer.freePort();

  @Test
  void aWatchAndAWebhookOutliveTheServer() throws Exception {
    try (Receiver receiver = Receiver.answering(503);
        FinstageClient client =
            FinstageClient.connect(
                "127.0.0.1:" + port, ClientOptions.defaults().withDeadline(SOON))) {
      List<String> told = new CopyOnWriteArrayList<>();
      LaunchedServer first = launch();
      try (first) {
        client
            .operations()
            .alerts()
            .create(
                AlertRule.of("spy-high", AlertCondition.priceAbove("SPY", 100))
                    .withWebhooks(receiver.url()));
        client
            .operations()
            .alerts()
            .watch((snapshot, changed) ->
                changed.forEach(
                    it -> told.add((snapshot ? "snapshot " : "") + it.id() + " " + it.state())));
        trade(client, 101);
        await().atMost(SOON).until(() -> !receiver.heard().isEmpty());
        await().atMost(SOON).until(() -> !told.isEmpty());
        first.kill();
      }
      receiver.set(Receiver.status(200));
      int before = receiver.heard().size();

      try (LaunchedServer second = launch()) {
        assertThat(second).isNotNull();
        await().atMost(SOON).until(() -> receiver.heard().size() == before + 1);
        await().atMost(SOON).until(() -> told.size() == 2);
        assertThat(told.getLast()).isEqualTo("snapshot " + told.getFirst());
        assertThat(receiver.heard().getLast().body()).isEqualTo(receiver.heard().getFirst().body());

        trade(client, 99);
        await().atMost(SOON).until(() -> told.size() == 3);
        assertThat(told.getLast()).isEqualTo(told.getFirst().replace("FIRING", "RESOLVED"));
        await().atMost(SOON).until(() -> receiver.heard().size() == before + 2);
        assertThat(receiver.heard().getLast().body()).contains("RESOLVED");
      }
    }
  }

  private LaunchedServer launch() {
    return LaunchedServer.start(
        folder,
        "--server.port=" + port,
        "--feed.source=none",
        // On a busy machine an objective may burn meanwhile.
        "--metrics.enabled=false",
        "--alerts.interval=100ms",
        "--alerts.keep-firing-for=0s",
        "--alerts.webhook-hosts=localhost");
  }

  private static void trade(FinstageClient client, double price) throws InterruptedException {
    try (Publisher publisher = client.publisher()) {
      publisher.publish(Trade.of("SPY", price, 1));
      publisher.flush();
    }
  }
}
