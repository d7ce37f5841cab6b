package io.finstage.server.alerts;

import io.finstage.server.alerts.AlertBook.Change;
import io.finstage.server.alerts.AlertInputs.Complaint;
import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseException;
import io.finstage.server.tasks.TaskQueue;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Rules, and the alerts that come of them. The door of this part. Thread-safe.
 *
 * <p>Two locks: {@link #editing} for who changes rules and waits for the disk, this object's own
 * for what is in memory, which is held for one look at the most.
 */
public final class Alerts implements AutoCloseable {

  /** Names its file and its migrations. */
  public static final String PART = "alerts";

  /** In order. */
  public static final List<String> MIGRATIONS = List.of("0001-alerts");

  private static final System.Logger LOG = System.getLogger(Alerts.class.getName());
  private static final Comparator<Alert> NEWEST_FIRST =
      Comparator.comparingLong(Alert::id).reversed();

  private final AlertsConfig config;
  private final AlertStore store;
  private final AlertCheck check;
  private final LiveLines lines;
  private final InstantSource clock;
  private final AtomicLong ids = new AtomicLong();
  private final ReentrantLock editing = new ReentrantLock();
  private final AlertBook book;
  private final AlertShelf shelf;
  private final AlertAudience audience;
  private final NotificationCounts notifications;
  private final Notifier notifier;
  private final ScheduledExecutorService loop =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("alerts").factory());

  private volatile Map<String, AlertRule> rules = Map.of();
  private volatile List<Alert> board = List.of();

  /**
   * Nothing is looked at yet.
   *
   * @param node whose rules and alerts: name of this server, empty where it has none
   * @param tasks where notifications are kept; runs {@code webhooks}
   * @param clock must not go backwards
   */
  public Alerts(
      AlertsConfig config,
      Database database,
      String node,
      AlertInputs inputs,
      LiveLines lines,
      Webhooks webhooks,
      TaskQueue tasks,
      InstantSource clock) {
    this.config = config;
    this.store = new AlertStore(database, node);
    this.check = new AlertCheck(inputs, config.webhooks());
    this.lines = lines;
    this.clock = clock;
    this.book = new AlertBook(new Probes(inputs, lines), ids::getAndIncrement, config.openMax());
    this.shelf = new AlertShelf(store, config.keepResolved());
    this.audience = new AlertAudience(config.watchersMax());
    this.notifications = webhooks.counts();
    this.notifier = new Notifier(webhooks, tasks);
  }

  /**
   * Goes on where an earlier life ended, and looks from then on.
   *
   * @param objectives by name, each of which has built-in rules
   */
  public void start(List<String> objectives) {
    load(objectives);
    lines.start();
    notifier.start();
    long millis = config.interval().toMillis();
    var _ = loop.scheduleWithFixedDelay(this::guardedTurn, millis, millis, TimeUnit.MILLISECONDS);
  }

  public AlertsConfig config() {
    return config;
  }

  /** Waits for the disk. Times and origin of {@code rule} do not count. */
  public RuleOutcome create(AlertRule rule) {
    return edit(() -> {
      if (rules.containsKey(rule.name())) {
        return new RuleOutcome.Exists(rule.name());
      }
      if (rules.size() >= config.rulesMax()) {
        return new RuleOutcome.Full("alerts.rules-max", config.rulesMax());
      }
      Instant now = clock.instant();
      return checked(rule.kept(false, now, now));
    });
  }

  /** Replaces the one of its name. Waits for the disk. */
  public RuleOutcome update(AlertRule rule) {
    return edit(() -> {
      AlertRule before = rules.get(rule.name());
      return before == null
          ? new RuleOutcome.NotFound(rule.name())
          : checked(rule.kept(before.builtIn(), before.createdAt(), clock.instant()));
    });
  }

  /** Its alerts are resolved. Waits for the disk. */
  public RuleOutcome delete(String name) {
    return edit(() -> {
      AlertRule before = rules.get(name);
      if (before == null) {
        return new RuleOutcome.NotFound(name);
      }
      if (before.builtIn()) {
        return new RuleOutcome.BuiltIn(name);
      }
      Database.await(store.delete(name));
      Map<String, AlertRule> left = new TreeMap<>(rules);
      left.remove(name);
      rules = left;
      synchronized (this) {
        tell(book.remove(name, "the rule was deleted", clock.instant()));
      }
      return new RuleOutcome.Done(before);
    });
  }

  /** By name. */
  public List<AlertRule> rules() {
    return List.copyOf(rules.values());
  }

  /**
   * Newest first.
   *
   * @param before only ids below this
   * @param max how many
   */
  public List<Alert> alerts(AlertFilter filter, long before, int max) {
    return board.stream()
        .filter(alert -> alert.id() < before && filter.fits(alert))
        .limit(max)
        .toList();
  }

  /**
   * Tells of all that are open, then of every change, until closed.
   *
   * @return empty when as many watch as may
   */
  public synchronized Optional<AutoCloseable> watch(AlertWatcher watcher) {
    if (!audience.add(watcher)) {
      return Optional.empty();
    }
    watcher.changed(true, book.open().stream().sorted(NEWEST_FIRST).toList());
    return Optional.of(() -> leave(watcher));
  }

  public synchronized AlertsStats stats() {
    List<Alert> now = board;
    return new AlertsStats(
        rules.size(),
        now.stream().filter(it -> it.state() == AlertState.PENDING).count(),
        now.stream().filter(it -> it.state() == AlertState.FIRING).count(),
        book.notBegun(),
        notifications.read());
  }

  /** Keeps what has changed. */
  @Override
  public void close() {
    loop.shutdownNow();
    notifier.close();
    lines.close();
    synchronized (this) {
      shelf.saveAll();
    }
  }

  /** One look at every rule. */
  synchronized void turn() {
    tell(book.look(clock.instant()));
    shelf.save();
  }

  /** What an earlier life left; without looking. */
  synchronized void load(List<String> objectives) {
    Instant now = clock.instant();
    Map<String, AlertRule> known = new TreeMap<>();
    List<AlertRule> builtIn = BuiltInRules.of(objectives, config, now);
    builtIn.forEach(rule -> known.put(rule.name(), rule));
    for (AlertRule rule : store.rules()) {
      // One that nobody has changed is as this version has it.
      if (!rule.builtIn() || known.containsKey(rule.name())) {
        known.put(rule.name(), rule);
      }
    }
    rules = known;
    known.values().forEach(rule -> begin(rule, now));
    List<Alert> alerts = store.alerts();
    ids.set(Math.max(alerts.stream().mapToLong(Alert::id).max().orElse(0) + 1, now.toEpochMilli()));
    shelf.restore(alerts.stream().filter(alert -> !alert.isOpen()).toList());
    List<Change> orphans = new ArrayList<>();
    for (Alert alert : alerts) {
      AlertRule rule = known.get(alert.rule());
      if (alert.isOpen() && !book.restore(alert)) {
        Alert ended = alert.resolved(now, alert.value(), "the rule is not there any more");
        if (rule != null) {
          orphans.add(new Change(ended, rule));
        } else {
          shelf.put(ended);
        }
      }
    }
    tell(orphans);
    paint();
  }

  private void begin(AlertRule rule, Instant now) {
    try {
      var _ = book.put(rule, now);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "rule " + rule.name() + " is not looked at", e);
    }
  }

  private RuleOutcome checked(AlertRule rule) {
    Optional<Complaint> wrong = check.complaint(rule);
    if (wrong.isPresent()) {
      return new RuleOutcome.Invalid(wrong.get().field(), wrong.get().description());
    }
    Database.await(store.save(rule));
    Map<String, AlertRule> more = new TreeMap<>(rules);
    more.put(rule.name(), rule);
    rules = more;
    synchronized (this) {
      tell(book.put(rule, clock.instant()));
    }
    return new RuleOutcome.Done(rule);
  }

  private RuleOutcome edit(Supplier<RuleOutcome> change) {
    editing.lock();
    try {
      return change.get();
    } catch (DatabaseException e) {
      return new RuleOutcome.Unavailable(String.valueOf(e.getMessage()));
    } finally {
      editing.unlock();
    }
  }

  private synchronized void leave(AlertWatcher watcher) {
    audience.remove(watcher);
  }

  private void tell(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    for (Change change : changes) {
      shelf.put(change.alert());
      if (change.alert().hasFired()) {
        log(change.alert());
        notifier.tell(change.alert(), change.rule());
      }
    }
    paint();
    audience.tell(changes.stream().map(Change::alert).toList());
  }

  /** What {@link #alerts} shows. */
  private void paint() {
    List<Alert> all = new ArrayList<>(book.open());
    all.addAll(shelf.resolved());
    all.sort(NEWEST_FIRST);
    board = List.copyOf(all);
  }

  private static void log(Alert alert) {
    boolean loud = alert.isOpen() && alert.severity() != AlertSeverity.INFO;
    LOG.log(
        loud ? Level.WARNING : Level.INFO,
        "alert {0} {1} {2}: {3}",
        alert.rule(),
        alert.severity(),
        alert.state(),
        alert.message());
  }

  private void guardedTurn() {
    try {
      turn();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a look at the rules failed", e);
    }
  }
}
