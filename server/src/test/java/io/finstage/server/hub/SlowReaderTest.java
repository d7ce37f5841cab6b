package io.finstage.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader that takes nothing for longer than the grace time is told, and how it ends. */
class SlowReaderTest {

  private final HubStage stage = new HubStage(HubStage.config(8, 16));
  private final LedgerOutlet peer = new LedgerOutlet();
  private final Subscriber subscriber = stage.join(peer);

  @Test
  void aReaderWhoseMailboxStaysFullIsClosedAfterTheGraceTime() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    for (int i = 0; i < 22; i++) {
      trades(5);
      stage.step();
      stage.advance(Duration.ofMillis(500));
    }
    stage.step();
    stage.flush();
    assertThat(peer.last(Event.Closing.class).reason()).isEqualTo(CloseReason.SLOW_CONSUMER);
    assertThat(peer.ended).isEqualTo(CloseReason.SLOW_CONSUMER);
  }

  @ParameterizedTest
  @MethodSource("deliveries")
  void aSlowReaderIsToldBeforeTheGoodbyeWhatItWillNotReceive(Delivery delivery) throws Exception {
    subscriber.subscribe(HubStage.request(delivery, "SPY"));
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "IBM"));
    stage.flush();
    for (int i = 0; i < 22; i++) {
      trades(5);
      for (int j = 0; j < 5; j++) {
        stage.trade("IBM", 100);
      }
      stage.step();
      stage.advance(Duration.ofMillis(500));
    }
    stage.step();

    stage.flush();

    assertThat(peer.accounted)
        .containsOnly(
            Map.entry(HubStage.prices("SPY"), 110L), Map.entry(HubStage.prices("IBM"), 110L));
    assertThat(peer.received + peer.conflated + peer.missing).isEqualTo(220);
    assertThat(peer.faults).isEmpty();
    assertThat(peer.events.getLast()).isEqualTo(new Event.Closing(CloseReason.SLOW_CONSUMER));
  }

  static List<Delivery> deliveries() {
    return List.of(Delivery.EVERY, Delivery.LATEST, new Delivery.Interval(Duration.ofMillis(100)));
  }

  @Test
  void aReaderThatIsTooSlowEvenForTheGoodbyeIsCutForThatReason() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    for (int i = 0; i < 30; i++) {
      trades(5);
      stage.step();
      stage.advance(Duration.ofMillis(500));
    }
    stage.step();
    assertThat(peer.aborted).isEqualTo(CloseReason.SLOW_CONSUMER);
    subscriber.awaitEnd();
  }

  @Test
  void whoLeavesAndDoesNotTakeWhatIsQueuedIsCutAsTooSlow() throws Exception {
    subscriber.close(CloseReason.CLIENT_LEFT);
    stage.step();
    stage.advance(Duration.ofSeconds(4));
    stage.step();
    assertThat(peer.aborted).isEqualTo(CloseReason.SLOW_CONSUMER);
  }

  private void trades(int count) {
    for (int i = 0; i < count; i++) {
      stage.trade("SPY", 100 + i);
    }
  }
}
