package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SleepHandlerTest {

  private Instant now = Instant.EPOCH;
  private final List<Duration> pauses = new ArrayList<>();

  /** Whose pauses move the clock instead of taking time. */
  private final SleepHandler handler =
      new SleepHandler(
          () -> now,
          time -> {
            pauses.add(time);
            now = now.plus(time);
          });

  private static RecordingContext asked(String payload) {
    return RecordingContext.of("sleep", payload);
  }

  @Test
  void itSleepsForAsLongAsItIsToldAndTellsHowFarItIs() throws Exception {
    RecordingContext context = asked("{\"millis\": 2500}");

    assertThat(handler.run(context)).isEqualTo(Bytes.EMPTY);
    assertThat(now).isEqualTo(Instant.EPOCH.plusMillis(2500));
    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(500));
    assertThat(context.told()).extracting("ratio").containsExactly(0.0, 0.4, 0.8);
    assertThat(context.told()).extracting("note").endsWith("500 ms to go");
  }

  @Test
  void nothingToSleepIsOverAtOnce() throws Exception {
    assertThat(handler.run(asked("{\"millis\": 0}"))).isEqualTo(Bytes.EMPTY);
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"millis\": -1}", "{\"millis\": 86400001}"})
  void aTimeOutOfRangeIsRefusedForGood(String payload) {
    assertThatThrownBy(() -> handler.run(asked(payload)))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageContaining("millis")
        .hasMessageContaining("0 to 86400000");
  }

  @Test
  @Timeout(10)
  void anInterruptionEndsItAtOnce() {
    SleepHandler real = new SleepHandler(() -> now);
    RecordingContext context =
        asked("{\"millis\": 86400000}").onProgress(Thread.currentThread()::interrupt);

    assertThatThrownBy(() -> real.run(context)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void echoGivesItsPayloadBack() {
    RecordingContext context = RecordingContext.of("echo", "no JSON \u0000 at all");

    assertThat(new EchoHandler().run(context)).isEqualTo(Bytes.utf8("no JSON \u0000 at all"));
  }
}
