package io.finstage.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.metrics.FeedReading.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadinessTest {

  private static FeedReading feed(State state, String reason) {
    return new FeedReading("replay", state, Optional.empty(), 0, Map.of(), reason);
  }

  @ParameterizedTest
  @EnumSource(names = {"EMITTING", "WAITING_FOR_SUBSCRIBER", "FINISHED"})
  void aFeedThatEmitsOrWaitsForItsSubscriberOrHasFinishedIsReady(State state) {
    assertThat(Readiness.of(true, List.of(feed(state, "fine"))).ready()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTING", "MUTE", "BACKING_OFF", "FAILED", "CLOSED"})
  void anyOtherFeedIsNotReady(State state) {
    assertThat(Readiness.of(true, List.of(feed(state, "hm"))).ready()).isFalse();
  }

  @Test
  void theReasonNamesTheSourceAndSaysWhatIsWrong() {
    assertThat(Readiness.of(true, List.of(feed(State.MUTE, "silent for 30 s"))).reasons())
        .containsExactly("the listener is up", "replay: silent for 30 s");
  }

  @Test
  void aServerWithoutASourceIsReady() {
    assertThat(Readiness.of(true, List.of()))
        .isEqualTo(new Readiness(true, List.of("the listener is up", "no source is configured")));
  }

  @Test
  void aServerWhoseListenerIsNotUpIsNotReady() {
    assertThat(Readiness.of(false, List.of(feed(State.EMITTING, "emitting"))).ready()).isFalse();
  }
}
