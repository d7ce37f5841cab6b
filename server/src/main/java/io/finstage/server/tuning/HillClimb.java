package io.finstage.server.tuning;

import io.finstage.server.tuning.Step.Move;
import io.finstage.server.tuning.Step.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value of one tunable at which the score is highest, by moving it and looking. A state
 * machine that is fed with windows: no clock, no thread, no randomness. One thread at a time.
 *
 * <pre>
 *   score        completions within the objective, per second; decided on the mean of two windows
 *   slow start   double, while that gains over 8 % and the p99 is inside the objective
 *   probe        one {@link Stride}; up stays at +2 % and more, down at -0.5 % and more, else taken back.
 *                A probe up that gains 0.7 of its step and more: doubling may pay again, slow start
 *   brake        p99 over 1.5 x the objective in two windows running: x 0.7 at once; a pending move up is taken
 *                back instead
 *   changed      see {@link World}: slow start when it got better, down in wide steps when it got worse; the
 *                first refusal tries the other way at once
 *   not used     below 80 % of the limit: no move, but down while the p99 is outside the objective
 *   disagree     the score of two windows differs by over a quarter: the older one is dropped, once
 *   unseen       too few completions to judge: six such windows running take a pending move back
 * </pre>
 *
 * <p>Sources: the thread pool of .NET (hill climbing against noise), Netflix concurrency-limits
 * (slow start, the limit must be in use), Envoy's adaptive concurrency. A climb without slow start
 * needed 39 windows where many requests only wait; the figures of this one stand in
 * docs/tuning-simulation.md.
 */
final class HillClimb {

  private static final double SLOW_START_GAIN = 0.08;
  private static final double UP_GAIN = 0.02;
  private static final double DOWN_GAIN = -0.005;
  private static final double PAYS = 0.7;
  private static final double LATE = 1.5;
  private static final double CUT = 0.7;
  private static final double USED = 0.8;
  private static final double DISAGREE = 0.25;
  private static final int PAIR = 2;
  private static final int UNSEEN_MAX = 6;

  private final Bounds bounds;
  private final double objective;
  private final Stride stride = new Stride();
  private final World world = new World();

  private int value;
  private boolean slowStart = true;
  private boolean lateBefore;
  private boolean disagreed;
  private int unseen;

  /** The world has changed, and the way that was taken first is not proven yet. */
  private boolean searching;

  /** On the way down from overload, where a score may rise by more than it could otherwise. */
  private boolean descending;

  private @Nullable Window first;
  private @Nullable Move trial;

  /**
   * @param value to begin with
   * @param objective of the p99, in seconds
   */
  HillClimb(Bounds bounds, int value, double objective) {
    this.bounds = bounds;
    this.value = value;
    this.objective = objective;
  }

  /** Where it should be now. */
  int value() {
    return value;
  }

  /** Whether a move waits for its verdict. */
  boolean isTrying() {
    return trial != null;
  }

  /**
   * Takes a window in.
   *
   * @param free whether it may begin to move; the brake always may
   */
  Step step(Window window, boolean free) {
    unseen = 0;
    boolean late = window.p99() > LATE * objective;
    if (late && lateBefore && (value > bounds.min() || trial != null)) {
      return brake(window);
    }
    lateBefore = late;
    Window before = first;
    if (before == null || (!disagreed && Math.abs(window.gain(before)) > DISAGREE)) {
      disagreed = before != null;
      first = window;
      return Step.STAY;
    }
    disagreed = false;
    first = null;
    Move judged = trial;
    return judged == null ? look(before, window, free) : judge(judged, before.mean(window));
  }

  /** A window in which too little happened. */
  Step unseen() {
    first = null;
    lateBefore = false;
    unseen++;
    return unseen < UNSEEN_MAX ? Step.STAY : abandon();
  }

  /** Takes a pending move back, unjudged. */
  Step abandon() {
    Move pending = trial;
    if (pending == null) {
      return Step.STAY;
    }
    trial = null;
    value = pending.from();
    return new Step(Optional.of(new Verdict(false, pending.seen())), Optional.empty());
  }

  /** The move was only looked at: as if it had been refused. */
  void decline() {
    if (abandon().verdict().isPresent()) {
      slowStart = false;
      lateBefore = false;
      stride.refused();
    }
  }

  private Step brake(Window window) {
    first = null;
    slowStart = false;
    Move pending = trial;
    trial = null;
    if (pending != null && pending.to() > pending.from()) {
      value = pending.from();
      stride.refused();
      stride.turn(false);
      return new Step(Optional.of(new Verdict(false, window)), Optional.empty());
    }
    Optional<Verdict> verdict = Optional.ofNullable(pending).map(move -> new Verdict(true, window));
    stride.brake();
    descending = true;
    int to = bounds.clamp(Math.min(value - 1, Math.round(value * CUT)));
    return to == value
        ? new Step(verdict, Optional.empty())
        : new Step(verdict, Optional.of(move(Rule.BRAKE, to, window)));
  }

  private Step look(Window a, Window b, boolean free) {
    Window seen = a.mean(b);
    switch (world.see(a, b)) {
      case BETTER -> changed(true);
      case WORSE -> changed(false);
      case NONE -> {}
    }
    return propose(Optional.empty(), seen, free);
  }

  private Step judge(Move move, Window seen) {
    trial = null;
    double gain = seen.gain(move.seen());
    boolean kept =
        switch (move.rule()) {
          case SLOW_START, PROBE_UP -> gain >= UP_GAIN;
          case PROBE_DOWN -> gain >= DOWN_GAIN;
          case BRAKE, PERSON -> true;
        };
    Optional<Verdict> verdict = Optional.of(new Verdict(kept, seen));
    if (!kept) {
      return takeBack(move, verdict);
    }
    searching = false;
    world.is(seen);
    boolean inside = seen.p99() <= objective;
    switch (move.rule()) {
      case SLOW_START -> slowStart = gain > SLOW_START_GAIN && inside;
      case PROBE_UP -> {
        stride.kept(true);
        double scale = (double) move.to() / move.from() - 1;
        slowStart = gain > Math.max(SLOW_START_GAIN, PAYS * scale) && inside;
      }
      case PROBE_DOWN -> stride.kept(gain >= UP_GAIN);
      case BRAKE -> {
        if (gain > SLOW_START_GAIN) {
          stride.widen();
        }
      }
      case PERSON -> {}
    }
    boolean probe = move.rule() == Rule.PROBE_UP || move.rule() == Rule.PROBE_DOWN;
    if (probe && !descending && World.isBeyond(gain, move.from(), move.to())) {
      changed(true);
    }
    return propose(verdict, seen, true);
  }

  private Step takeBack(Move move, Optional<Verdict> verdict) {
    value = move.from();
    slowStart = false;
    descending = false;
    stride.refused();
    if (move.rule() == Rule.SLOW_START) {
      // Half the way there has paid; the best is likelier above than below.
      stride.turn(true);
    }
    if (!searching) {
      // The next two windows say what is usual at the old value now.
      return new Step(verdict, Optional.empty());
    }
    searching = false;
    slowStart = stride.isUp() && move.rule() != Rule.SLOW_START;
    stride.widen();
    return propose(verdict, move.seen(), true);
  }

  private void changed(boolean better) {
    stride.widen();
    stride.turn(better);
    searching = true;
    slowStart = better;
    descending = !better;
  }

  private Step propose(Optional<Verdict> verdict, Window seen, boolean free) {
    if (stride.rests(PAIR) || !free) {
      return new Step(verdict, Optional.empty());
    }
    Window usual = world.usual(seen);
    slowStart = slowStart && usual.p99() <= objective && value < bounds.max();
    boolean used = seen.use() >= USED;
    if (!used && (slowStart || seen.p99() <= objective)) {
      return new Step(verdict, Optional.empty());
    }
    if (slowStart) {
      int to = bounds.clamp(2L * value);
      return new Step(verdict, Optional.of(move(Rule.SLOW_START, to, usual)));
    }
    if (!used || value == bounds.max()) {
      stride.turn(false);
    } else if (value == bounds.min()) {
      stride.turn(true);
    }
    int to = stride.from(value, bounds);
    if (to == value) {
      return new Step(verdict, Optional.empty());
    }
    Rule rule = stride.isUp() ? Rule.PROBE_UP : Rule.PROBE_DOWN;
    return new Step(verdict, Optional.of(move(rule, to, usual)));
  }

  private Move move(Rule rule, int to, Window seen) {
    Move move = new Move(rule, value, to, seen);
    trial = move;
    value = to;
    return move;
  }
}
