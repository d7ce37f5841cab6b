package io.finstage.server.tuning;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseException;
import io.finstage.server.tuning.Adjustment.Judgement;
import io.finstage.server.tuning.Adjustment.Outcome;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The loop that moves tunables, one at a time. The door of this part. Thread-safe.
 *
 * <p>Ten times a window it looks at how much of every limit is taken; at the end of a window every
 * tunable's {@link HillClimb} is fed, and one may move while no other is being tried, so that what
 * is seen is what that one did. The brake does not wait. The turn goes round.
 */
public final class Tuner implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Tuner.class.getName());
  private static final int SAMPLES = 10;

  private final TuningConfig config;
  private final AdjustmentStore store;
  private final InstantSource clock;
  private final Journal journal;
  private final Map<String, Dial> dials = new LinkedHashMap<>();

  /** One person at a time; held while the database writes, so that nobody else waits for it. */
  private final ReentrantLock persons = new ReentrantLock();

  /** Guards the loop's state. */
  private final ReentrantLock lock = new ReentrantLock();

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("tuner").unstarted(this::run);
  private TuningMode mode;
  private Instant begin;
  private int samples;
  private int turn;

  /**
   * Puts in force what persons have said before.
   *
   * @throws DatabaseException when the database does not answer
   */
  public Tuner(
      TuningConfig config, List<Tunable> tunables, AdjustmentStore store, InstantSource clock) {
    this.config = config;
    this.store = store;
    this.clock = clock;
    this.journal = new Journal(store);
    this.mode = store.mode().orElse(config.mode());
    this.begin = clock.instant();
    store.abandon(begin);
    Map<String, Integer> fixed = store.fixed();
    for (Tunable tunable : tunables) {
      Dial dial = new Dial(tunable, journal);
      Optional.ofNullable(fixed.get(tunable.name()))
          .ifPresent(value -> dial.fix(tunable.bounds().clamp(value)));
      store.list(tunable.name(), Long.MAX_VALUE, 1).forEach(journal::remember);
      dials.put(tunable.name(), dial);
    }
  }

  /** Begins to look. */
  public void start() {
    thread.start();
  }

  /** One look; the tenth ends a window. By a test instead of the thread of {@link #start}. */
  void tick() {
    lock.lock();
    try {
      dials.values().forEach(Dial::sample);
      samples++;
      if (samples >= SAMPLES) {
        samples = 0;
        window();
      }
    } finally {
      lock.unlock();
    }
  }

  public TuningMode mode() {
    lock.lock();
    try {
      return mode;
    } finally {
      lock.unlock();
    }
  }

  /** As they stand, in the order they were handed in. */
  public List<TunableState> tunables() {
    lock.lock();
    try {
      return dials.values().stream().map(this::state).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Newest first.
   *
   * @param tunable of this one; of all when empty
   * @param before only ids below this
   * @param size how many, 1 to 1000
   * @throws TuningUnavailableException when the database does not answer
   */
  public List<Adjustment> adjustments(String tunable, long before, int size) {
    try {
      return store.list(tunable, before, size);
    } catch (DatabaseException e) {
      throw new TuningUnavailableException(e);
    }
  }

  /**
   * Switches the loop; outlives a restart. What was being tried is taken back.
   *
   * @param reason for the server's log; cut at 512 characters
   * @throws TuningUnavailableException when the database does not take it; then nothing is changed
   */
  public void mode(TuningMode wanted, String reason) {
    persons.lock();
    try {
      keep(store.mode(wanted));
      lock.lock();
      try {
        if (wanted != mode) {
          dials.values().forEach(dial -> dial.rest(clock.instant()));
        }
        mode = wanted;
      } finally {
        lock.unlock();
      }
    } finally {
      persons.unlock();
    }
    LOG.log(Level.INFO, "{0}", Wording.switched(wanted, reason));
  }

  /**
   * Sets a tunable to a person's value, or, when that is empty, gives it back: to the loop, or to
   * the configuration where only persons move it. Outlives a restart.
   *
   * @param reason for the log; cut at 512 characters
   */
  public SetOutcome set(String name, Optional<Double> value, String reason) {
    Dial dial = dials.get(name);
    if (dial == null) {
      return new SetOutcome.Unknown(name);
    }
    Tunable tunable = dial.tunable();
    if (value.isPresent() && !tunable.bounds().contain(value.get())) {
      return new SetOutcome.OutOfBounds(tunable.bounds());
    }
    Optional<Integer> to = value.map(Double::intValue);
    persons.lock();
    try {
      keep(store.fix(name, to));
      move(dial, to, reason);
      // Who asks for the log next is to find it there.
      store.settle();
      return new SetOutcome.Done(read(dial));
    } catch (TuningUnavailableException | DatabaseException e) {
      return new SetOutcome.Unavailable(String.valueOf(e.getMessage()));
    } finally {
      persons.unlock();
    }
  }

  public TuningStats stats() {
    lock.lock();
    try {
      Map<String, Integer> values = new LinkedHashMap<>();
      dials.forEach((name, dial) -> values.put(name, dial.value()));
      return new TuningStats(values, journal.counts());
    } finally {
      lock.unlock();
    }
  }

  /** Nothing moves any more; what was being tried is taken back. */
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    lock.lock();
    try {
      dials.values().forEach(dial -> dial.rest(clock.instant()));
    } finally {
      lock.unlock();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void move(Dial dial, Optional<Integer> to, String reason) {
    lock.lock();
    try {
      Instant now = clock.instant();
      dial.rest(now);
      int from = dial.value();
      to.ifPresentOrElse(dial::fix, dial::release);
      Outcome outcome = to.isPresent() ? Outcome.FIXED : Outcome.KEPT;
      journal.add(
          new Adjustment(
              0,
              now,
              dial.tunable().name(),
              from,
              dial.value(),
              Rule.PERSON,
              Wording.person(to.isPresent(), dial.tunable().aim().isPresent(), reason),
              Map.of(),
              Optional.of(new Judgement(now, outcome, Map.of())),
              false));
    } finally {
      lock.unlock();
    }
  }

  private TunableState read(Dial dial) {
    lock.lock();
    try {
      return state(dial);
    } finally {
      lock.unlock();
    }
  }

  private TunableState state(Dial dial) {
    return new TunableState(
        dial.tunable(), dial.value(), dial.isFixed(), journal.last(dial.tunable().name()));
  }

  /** Whoever was not first last time is. */
  private void window() {
    Instant now = clock.instant();
    Duration took = Duration.between(begin, now);
    begin = now;
    List<Dial> all = new ArrayList<>(dials.values());
    turn++;
    for (int i = 0; i < all.size(); i++) {
      Dial dial = all.get((turn + i) % all.size());
      boolean free = all.stream().noneMatch(other -> other != dial && other.isTrying());
      dial.window(now, took, mode, free);
    }
  }

  private static void keep(CompletableFuture<Integer> write) {
    try {
      Database.await(write);
    } catch (DatabaseException e) {
      throw new TuningUnavailableException(e);
    }
  }

  private void run() {
    long pause = config.window().dividedBy(SAMPLES).toNanos();
    try {
      while (!closing.await(pause, TimeUnit.NANOSECONDS)) {
        try {
          tick();
        } catch (RuntimeException e) {
          LOG.log(Level.ERROR, "a look of the tuner failed", e);
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the tuner is only ended by closing it", e);
    }
  }
}
