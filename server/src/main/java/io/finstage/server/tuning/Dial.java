package io.finstage.server.tuning;

import io.finstage.server.tuning.Adjustment.Judgement;
import io.finstage.server.tuning.Adjustment.Outcome;
import io.finstage.server.tuning.Journal.Entry;
import io.finstage.server.tuning.Step.Move;
import io.finstage.server.tuning.Step.Verdict;
import io.finstage.server.tuning.Tunable.Aim;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One tunable, its value in force, and who moves it. One thread at a time. */
final class Dial {

  private final Tunable tunable;
  private final Journal journal;
  private final Optional<LoadMeter> meter;
  private int value;
  private boolean fixed;
  private @Nullable HillClimb climb;
  private @Nullable Entry pending;

  Dial(Tunable tunable, Journal journal) {
    this.tunable = tunable;
    this.journal = journal;
    this.meter = tunable.aim().map(aim -> new LoadMeter(aim.seconds()));
    this.value = tunable.start();
  }

  Tunable tunable() {
    return tunable;
  }

  int value() {
    return value;
  }

  boolean isFixed() {
    return fixed || meter.isEmpty();
  }

  /** Whether a move waits for its verdict. */
  boolean isTrying() {
    HillClimb current = climb;
    return current != null && current.isTrying();
  }

  void sample() {
    meter.ifPresent(it -> it.sample(load(), value));
  }

  /**
   * Ends a window, and does what follows from it.
   *
   * @param free whether no other tunable is being tried
   */
  void window(Instant now, Duration took, TuningMode mode, boolean free) {
    if (meter.isEmpty()) {
      return;
    }
    Optional<Window> window = meter.get().end(load(), took);
    if (fixed || mode == TuningMode.OFF) {
      return;
    }
    HillClimb current = climb;
    if (current == null) {
      current = new HillClimb(tunable.bounds(), value, aim().seconds());
      climb = current;
    }
    Step step = window.isPresent() ? current.step(window.get(), free) : current.unseen();
    step.verdict().ifPresent(verdict -> judged(verdict, now));
    step.move().ifPresent(move -> moved(move, now, mode));
    if (mode == TuningMode.DRY_RUN) {
      current.decline();
    }
    put(current.value());
  }

  /** Nobody looks any more: what was not judged is taken back. */
  void rest(Instant now) {
    HillClimb current = climb;
    climb = null;
    if (current != null) {
      current.abandon().verdict().ifPresent(verdict -> judged(verdict, now));
      put(current.value());
    }
  }

  /** A person's value; it stays until it is given back. */
  void fix(int to) {
    fixed = true;
    put(to);
  }

  /**
   * Back to the loop, which begins anew at the value in force; or to the configured value where
   * only persons move it.
   */
  void release() {
    fixed = false;
    if (meter.isEmpty()) {
      put(tunable.start());
    }
  }

  private void judged(Verdict verdict, Instant now) {
    Entry entry = pending;
    pending = null;
    if (entry != null) {
      journal.judge(
          entry,
          new Judgement(
              now,
              verdict.kept() ? Outcome.KEPT : Outcome.ROLLED_BACK,
              Wording.readings(verdict.seen(), aim().seconds())));
    }
  }

  private void moved(Move move, Instant now, TuningMode mode) {
    double objective = aim().seconds();
    boolean dryRun = mode == TuningMode.DRY_RUN;
    Adjustment made =
        new Adjustment(
            0,
            now,
            tunable.name(),
            move.from(),
            move.to(),
            move.rule(),
            Wording.reason(move, objective),
            Wording.readings(move.seen(), objective),
            dryRun
                ? Optional.of(
                    new Judgement(
                        now, Outcome.ROLLED_BACK, Wording.readings(move.seen(), objective)))
                : Optional.empty(),
            dryRun);
    Entry entry = journal.add(made);
    pending = dryRun ? null : entry;
  }

  private void put(int to) {
    if (to != value) {
      tunable.setter().accept(to);
      value = to;
    }
  }

  private Aim aim() {
    return tunable.aim().orElseThrow();
  }

  private Load load() {
    return aim().load().get();
  }
}
