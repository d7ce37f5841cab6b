package io.finstage.server.feed;

import static io.finstage.server.feed.FeedState.BACKING_OFF;
import static io.finstage.server.feed.FeedState.CONNECTING;
import static io.finstage.server.feed.FeedState.EMITTING;
import static io.finstage.server.feed.FeedState.FAILED;
import static io.finstage.server.feed.FeedState.FINISHED;
import static io.finstage.server.feed.FeedState.MUTE;
import static io.finstage.server.feed.FeedState.WAITING_FOR_SUBSCRIBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.feed.Supervisor.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SupervisorTest {

  private static final FeedConfig CONFIG =
      new FeedConfig(
          Duration.ofSeconds(10),
          Backoff.fullJitter(Duration.ofSeconds(1), Duration.ofSeconds(16)),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          10,
          Duration.ofSeconds(2));

  private final Supervisor supervisor =
      new Supervisor(CONFIG, Optional.of(Duration.ofSeconds(1)), new SplittableRandom(7));
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private Supervision supervision = Supervision.initial(now);

  @Test
  void startsTheSourceAtOnce() {
    assertThat(step(RunReading.NONE)).isEqualTo(new Action.Start());
    assertThat(supervision.state()).isEqualTo(CONNECTING);
  }

  @Test
  void emitsFromTheFirstTickOn() {
    step(RunReading.NONE);
    step(emitted(1));
    assertThat(supervision.state()).isEqualTo(EMITTING);
  }

  @Test
  void interruptsASourceThatIsSilentForTooLong() {
    step(RunReading.NONE);
    step(emitted(5));
    pass(Duration.ofSeconds(10));
    assertThat(step(emitted(5))).isInstanceOf(Action.Interrupt.class);
    assertThat(supervision.state()).isEqualTo(MUTE);
    assertThat(supervision.reason()).contains("no tick for PT10S");
  }

  @Test
  void interruptsASourceThatNeverSaysAnything() {
    step(RunReading.NONE);
    pass(Duration.ofSeconds(10));
    assertThat(step(emitted(0))).isInstanceOf(Action.Interrupt.class);
  }

  @Test
  void bearsASilenceThatIsShortEnough() {
    step(RunReading.NONE);
    step(emitted(5));
    pass(Duration.ofMillis(9_999));
    assertThat(step(emitted(5))).isInstanceOf(Action.Rest.class);
    assertThat(supervision.state()).isEqualTo(EMITTING);
  }

  @Test
  void bearsTheSilenceOfASourceThatIsSlowerThanTheTimeout() {
    Supervisor patient =
        new Supervisor(CONFIG, Optional.of(Duration.ofSeconds(40)), new SplittableRandom(7));
    Supervision started = patient.step(supervision, RunReading.NONE, now).next();
    pass(Duration.ofSeconds(39));
    assertThat(patient.step(started, emitted(0), now).action()).isInstanceOf(Action.Rest.class);
    pass(Duration.ofSeconds(1));
    assertThat(patient.step(started, emitted(0), now).action())
        .isInstanceOf(Action.Interrupt.class);
  }

  @Test
  void bearsTheSilenceOfASourceThatTheHubHoldsUp() {
    step(RunReading.NONE);
    step(emitted(5));
    pass(Duration.ofSeconds(60));
    step(new RunReading(5, 5, true, false, null));
    assertThat(supervision.state()).isEqualTo(EMITTING);
  }

  @Test
  void bearsTheSilenceOfASourceThatWaitsForASubscriber() {
    step(RunReading.NONE);
    pass(Duration.ofHours(1));
    step(new RunReading(0, 0, false, true, null));
    assertThat(supervision.state()).isEqualTo(WAITING_FOR_SUBSCRIBER);
  }

  @Test
  void measuresSilenceFromTheSubscriberOn() {
    step(RunReading.NONE);
    pass(Duration.ofHours(1));
    step(new RunReading(0, 0, false, true, null));
    pass(Duration.ofSeconds(1));
    step(emitted(1));
    assertThat(supervision.state()).isEqualTo(EMITTING);
  }

  @Test
  void neverFindsASourceMuteWhoseSilenceMeansNothing() {
    Supervisor patient = new Supervisor(CONFIG, Optional.empty(), new SplittableRandom(7));
    Supervision started = patient.step(supervision, RunReading.NONE, now).next();
    pass(Duration.ofDays(1));
    assertThat(patient.step(started, emitted(0), now).action()).isInstanceOf(Action.Rest.class);
  }

  @Test
  void interruptsAgainASourceThatDoesNotEnd() {
    step(RunReading.NONE);
    pass(Duration.ofSeconds(10));
    step(emitted(0));
    pass(Duration.ofSeconds(1));
    assertThat(step(emitted(0))).isInstanceOf(Action.Rest.class);
    pass(Duration.ofSeconds(1));
    assertThat(step(emitted(0))).isInstanceOf(Action.Interrupt.class);
  }

  @Test
  void backsOffBeforeItStartsAMuteSourceAgain() {
    step(RunReading.NONE);
    pass(Duration.ofSeconds(10));
    step(emitted(0));
    step(ended(0, new Ending.Lost("interrupted")));
    assertThat(supervision.state()).isEqualTo(BACKING_OFF);
    assertThat(supervision.reason()).contains("no tick for PT10S");
    now = supervision.dueAt();
    assertThat(step(ended(0, new Ending.Lost("interrupted")))).isEqualTo(new Action.Start());
  }

  @Test
  void waitsLongerAfterEveryFailureInARow() {
    for (int failure = 1; failure <= 20; failure++) {
      step(RunReading.NONE);
      step(ended(1, new Ending.Lost("refused")));
      assertThat(supervision.failures()).isEqualTo(failure);
      Duration ceiling = Duration.ofSeconds(Math.min(16, 1L << Math.min(10, failure - 1)));
      assertThat(Duration.between(now, supervision.dueAt()))
          .isBetween(Duration.ofMillis(100), ceiling);
      now = supervision.dueAt();
    }
  }

  @Test
  void forgivesFailuresAfterAStableRun() {
    step(RunReading.NONE);
    step(ended(0, new Ending.Lost("refused")));
    now = supervision.dueAt();
    step(RunReading.NONE);
    step(emitted(5));
    pass(Duration.ofSeconds(30));
    step(ended(6, new Ending.Lost("gone")));
    assertThat(supervision.failures()).isEqualTo(1);
  }

  @Test
  void doesNotForgiveFailuresAfterAShortRun() {
    step(RunReading.NONE);
    step(ended(0, new Ending.Lost("refused")));
    now = supervision.dueAt();
    step(RunReading.NONE);
    step(emitted(5));
    pass(Duration.ofSeconds(5));
    step(ended(6, new Ending.Lost("gone")));
    assertThat(supervision.failures()).isEqualTo(2);
  }

  @Test
  void startsTheNextPassAtOnce() {
    step(RunReading.NONE);
    step(emitted(5));
    assertThat(step(ended(5, new Ending.Again()))).isEqualTo(new Action.Start());
  }

  @Test
  void backsOffAfterAPassWithoutATick() {
    step(RunReading.NONE);
    step(new RunReading(5, 0, false, false, new Ending.Again()));
    assertThat(supervision.state()).isEqualTo(BACKING_OFF);
  }

  @Test
  void stopsWhenTheSourceIsFinished() {
    step(RunReading.NONE);
    assertThat(step(ended(5, new Ending.Finished()))).isEqualTo(new Action.Stop());
    assertThat(supervision.state()).isEqualTo(FINISHED);
  }

  @Test
  void stopsWhenTheSourceIsBrokenAndSaysWhy() {
    step(RunReading.NONE);
    assertThat(step(ended(5, new Ending.Broken("replace the file")))).isEqualTo(new Action.Stop());
    assertThat(supervision.state()).isEqualTo(FAILED);
    assertThat(supervision.reason()).isEqualTo("replace the file");
  }

  @Test
  void startsAtOnceWhenTheClockWasSetBackDuringABackoff() {
    step(RunReading.NONE);
    step(ended(0, new Ending.Lost("refused")));
    now = now.minus(Duration.ofHours(1));
    assertThat(step(RunReading.NONE)).isEqualTo(new Action.Start());
  }

  @Test
  void noticesAMuteSourceAfterTheClockWasSetBack() {
    step(RunReading.NONE);
    step(emitted(5));
    now = now.minus(Duration.ofHours(1));
    step(emitted(5));
    pass(Duration.ofSeconds(10));
    step(emitted(5));
    assertThat(supervision.state()).isEqualTo(MUTE);
  }

  @Test
  void isNotFooledByAClockThatIsSetForward() {
    step(RunReading.NONE);
    step(emitted(5));
    pass(Duration.ofHours(1));
    step(emitted(6));
    assertThat(supervision.state()).isEqualTo(EMITTING);
  }

  private Action step(RunReading run) {
    Supervisor.Step step = supervisor.step(supervision, run, now);
    supervision = step.next();
    return step.action();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static RunReading emitted(long ticks) {
    return new RunReading(ticks, ticks, false, false, null);
  }

  private static RunReading ended(long ticks, Ending ending) {
    return new RunReading(ticks, ticks, false, false, ending);
  }
}
