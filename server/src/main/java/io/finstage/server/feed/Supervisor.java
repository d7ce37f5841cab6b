package io.finstage.server.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides when a source is started, given up and started again. Each step is a function of what was
 * known, what is seen of the run and the time; the {@link Feed} carries out what it says.
 *
 * <p>Silence is measured from the step that last noticed a sign of life, and a time that lies ahead
 * of {@code now} counts as now: so a clock that is set back delays a decision by one wait at most.
 */
final class Supervisor {

  /** What the feed shall do before the next step. */
  sealed interface Action {
    /** Start a run, then step again. */
    record Start() implements Action {}

    /** Interrupt the run, then rest. */
    record Interrupt(Duration rest) implements Action {}

    /** Wait for news, at most this long. */
    record Rest(Duration rest) implements Action {}

    /** No step will follow. */
    record Stop() implements Action {}
  }

  /** Outcome of one step. */
  record Step(Supervision next, Action action) {}

  private static final Duration REST_MAX = Duration.ofSeconds(1);
  private static final Duration REST_MIN = Duration.ofMillis(10);

  private final FeedConfig config;
  private final Optional<Duration> silenceMax;
  private final RandomGenerator random;

  /**
   * @param silenceMax longest healthy silence of the source itself; empty: silence means nothing
   */
  Supervisor(FeedConfig config, Optional<Duration> silenceMax, RandomGenerator random) {
    this.config = config;
    this.silenceMax =
        silenceMax.map(own -> own.compareTo(config.muteTimeout()) > 0 ? own : config.muteTimeout());
    this.random = random;
  }

  Step step(Supervision before, RunReading run, Instant now) {
    return switch (before.state()) {
      case FINISHED, FAILED, CLOSED -> new Step(before, new Action.Stop());
      case BACKING_OFF -> backingOff(before, now);
      case MUTE -> run.ending() == null ? mute(before, now) : afterMute(before, run.ending(), now);
      case CONNECTING, EMITTING, WAITING_FOR_SUBSCRIBER ->
          run.ending() == null ? running(before, run, now) : ended(before, run, run.ending(), now);
    };
  }

  private Step backingOff(Supervision before, Instant now) {
    Duration left = Duration.between(now, before.dueAt());
    boolean clockSetBack = left.compareTo(config.backoff().max()) > 0;
    return left.isPositive() && !clockSetBack
        ? new Step(before, rest(left))
        : new Step(before.startRun(now, before.failures()), new Action.Start());
  }

  private Step running(Supervision before, RunReading run, Instant now) {
    if (run.waiting()) {
      return new Step(
          before
              .alive(run.signs(), now)
              .become(FeedState.WAITING_FOR_SUBSCRIBER, "waits for the first subscriber", now),
          rest(REST_MAX));
    }
    boolean alive =
        run.signs() != before.signs() || run.delivering() || before.lifeAt().isAfter(now);
    Supervision next = alive ? before.alive(run.signs(), now) : before;
    if (run.signs() > 0) {
      next = next.become(FeedState.EMITTING, "source emits", now);
    }
    if (silenceMax.isEmpty()) {
      return new Step(next, rest(REST_MAX));
    }
    Duration left = silenceMax.get().minus(Duration.between(next.lifeAt(), now));
    if (left.isPositive()) {
      return new Step(next, rest(left.dividedBy(2)));
    }
    return new Step(
        next.become(FeedState.MUTE, "no tick for " + silenceMax.get() + ", source given up", now),
        new Action.Interrupt(config.stopTimeout()));
  }

  private Step mute(Supervision before, Instant now) {
    Duration since = Duration.between(before.since(), now);
    return since.isNegative() || since.compareTo(config.stopTimeout()) >= 0
        ? new Step(before.again(now), new Action.Interrupt(config.stopTimeout()))
        : new Step(before, rest(config.stopTimeout().minus(since)));
  }

  private Step afterMute(Supervision before, Ending ending, Instant now) {
    return switch (ending) {
      case Ending.Broken broken -> failed(before, broken, now);
      case Ending.Finished _, Ending.Again _, Ending.Lost _ ->
          backOff(before, before.reason(), now);
    };
  }

  private Step ended(Supervision before, RunReading run, Ending ending, Instant now) {
    return switch (ending) {
      case Ending.Finished() ->
          new Step(
              before.become(FeedState.FINISHED, "source has reported all there is", now),
              new Action.Stop());
      case Ending.Broken broken -> failed(before, broken, now);
      case Ending.Lost(var why) -> backOff(before, why, now);
      // A pass without a tick would begin again at once, for ever.
      case Ending.Again() ->
          run.ticks() > 0
              ? new Step(before.startRun(now, 0), new Action.Start())
              : backOff(before, "a whole pass without a tick", now);
    };
  }

  private Step failed(Supervision before, Ending.Broken broken, Instant now) {
    return new Step(before.become(FeedState.FAILED, broken.reason(), now), new Action.Stop());
  }

  private Step backOff(Supervision before, String why, Instant now) {
    boolean wasStable =
        Duration.between(before.runStartedAt(), now).compareTo(config.stableAfter()) >= 0
            && before.signs() > 0;
    int failures = wasStable ? 1 : Math.min(before.failures(), Integer.MAX_VALUE - 1) + 1;
    Duration wait = config.backoff().after(failures, random);
    String reason =
        why + "; failure " + failures + " in a row, next start in " + wait.toMillis() + " ms";
    return new Step(before.backOff(reason, failures, wait, now), rest(wait));
  }

  private static Action rest(Duration wanted) {
    Duration rest = wanted.compareTo(REST_MAX) > 0 ? REST_MAX : wanted;
    return new Action.Rest(rest.compareTo(REST_MIN) < 0 ? REST_MIN : rest);
  }
}
