package io.finstage.server.metrics;

import io.finstage.server.metrics.machine.Machine;
import io.finstage.server.metrics.slo.ObjectiveReading;
import io.finstage.server.metrics.slo.Objectives;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at everything once a second, on a thread of its own:
 *
 * <pre>
 *   machine, JVM, every part's *Stats -> samples -> board (newest) -> history (the last hour)
 *                                            '----> objectives
 * </pre>
 *
 * The board and the history may be read by any thread. A look reads counters and never waits; one
 * that fails is logged, and the next goes on.
 */
public final class Monitor implements AutoCloseable {

  /** How often it looks. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  /** What counts as pinned, the flight recorder's own bound. */
  private static final Logger LOG = System.getLogger(Monitor.class.getName());

  private final MonitorConfig config;
  private final Readings readings;
  private final Objectives objectives;
  private final InstantSource clock;
  private final Machine machine;
  private final JvmReadings jvm = new JvmReadings();
  private final Derivations derivations = new Derivations();
  private final ReadingBoard board = new ReadingBoard();
  private final History history;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("finstage-monitor").daemon().factory());
  private volatile int dropped;

  /**
   * Nothing is looked at before {@link #start}.
   *
   * @param streams full names of methods that last as long as their clients like, as in {@code
   *     finstage.v1.PriceService/Connect}
   */
  public Monitor(
      MonitorConfig config,
      Parts parts,
      Readings readings,
      Set<String> streams,
      InstantSource clock) {
    this.config = config;
    this.readings = readings;
    this.objectives = Promises.of(config.slo(), parts, streams);
    this.clock = clock;
    this.machine = new Machine(config.data());
    this.history = new History(config.historyMax());
    if (config.enabled()) {
      readings.add(this::families);
    }
  }

  /** Looks each second from now on; does nothing where that is switched off. */
  public void start() {
    if (config.enabled()) {
      thread.execute(() -> guarded(jvm::start));
      var _ =
          thread.scheduleAtFixedRate(
              () -> guarded(() -> look(clock.instant())),
              0,
              PERIOD.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  /** The newest readings. */
  public ReadingBoard board() {
    return board;
  }

  /** The readings of the last hour. */
  public History history() {
    return history;
  }

  /** How the objectives are kept, by name; empty before the first look. */
  public List<ObjectiveReading> objectives() {
    return objectives.readings();
  }

  /** Names of all objectives, in order; the same always. */
  public List<String> objectiveNames() {
    return objectives.names();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    jvm.close();
  }

  /** One look. */
  void look(Instant now) {
    machine.look(now);
    objectives.tick(now);
    Samples samples = new Samples(config.readingsMax());
    readings.write(samples);
    Map<String, Double> shown = new HashMap<>(samples.gauges());
    shown.putAll(derivations.of(now, samples));
    history.offer(now, shown);
    shown.putAll(samples.counters());
    board.put(now, shown, samples.families());
    dropped = samples.dropped();
  }

  private void families(Page page) {
    MachineFamilies.write(page, machine.stats());
    jvm.write(page);
    ObjectiveFamilies.write(page, objectives.readings());
    page.gauge("finstage_readings", "Readings on the board of the newest ones.")
        .count(board.values().size());
    page.gauge("finstage_readings_dropped", "Readings for which the board has no room.")
        .count(dropped);
  }

  private static void guarded(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.ERROR, "a look at the readings failed", e);
    }
  }
}
