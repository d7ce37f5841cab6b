package io.finstage.server.alerts;

import io.finstage.server.alerts.AlertBook.Change;
import io.finstage.server.alerts.AlertInputs.Complaint;
import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseException;
import io.finstage.server.tasks.TaskQueue;
import java.lang.System.Logger.Level;
import java.time.Duration;
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
  public static final List<String> MIGRATIONS = List.of("0001-alerts", "0002-notifications");

  private static final System.Logger LOG = System.getLogger(Alerts.class.getName());
  private static final String DELETED = "the rule was deleted";
  private static final Comparator<Alert> NEWEST_FIRST =
      Comparator.comparingLong(Alert::id).reversed();

  /** How often it is looked at what other servers on the same database have done. */
  private static final long SHARED_SECONDS = 5;

  /** Older ones are taken up by whichever server finds them. */
  private static final Duration LEFT_AFTER = Duration.ofMinutes(1);

  private final AlertsConfig config;
  private final AlertStore store;
  private final String node;
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
      Executors.newScheduledThreadPool(2, Thread.ofVirtual().name("alerts").factory());

  private volatile KnownRules kept;
  private volatile Map<String, AlertRule> rules = Map.of();
  private volatile List<Alert> board = List.of();

  /**
   * Nothing is looked at yet.
   *
   * @param node whose alerts: this server, unlike any other
   * @param tasks where notifications are sent from; runs {@code webhooks}
   * @param clock must not go backwards
   */
  public Alerts(
      AlertsConfig config,
      AlertStore store,
      String node,
      AlertInputs inputs,
      LiveLines lines,
      Webhooks webhooks,
      TaskQueue tasks,
      InstantSource clock) {
    this(
        config,
        store,
        node,
        inputs,
        lines,
        webhooks,
        new QueuedTasks(tasks, webhooks.kind().name()),
        clock);
  }

  Alerts(
      AlertsConfig config,
      AlertStore store,
      String node,
      AlertInputs inputs,
      LiveLines lines,
      Webhooks webhooks,
      Handover queue,
      InstantSource clock) {
    this.config = config;
    this.store = store;
    this.node = node;
    this.kept = new KnownRules(store, List.of());
    this.check = new AlertCheck(inputs, config.webhooks());
    this.lines = lines;
    this.clock = clock;
    this.book = new AlertBook(new Probes(inputs, lines), ids::getAndIncrement, config.openMax());
    this.audience = new AlertAudience(config.watchersMax());
    this.notifications = webhooks.counts();
    this.notifier = new Notifier(webhooks, queue, store);
    this.shelf = new AlertShelf(store, config.keepResolved(), notifier);
  }

  /** Looks from now on. */
  public void start() {
    lines.start();
    notifier.start();
    if (store.isShared()) {
      var _ =
          loop.scheduleWithFixedDelay(
              this::guardedRefresh, SHARED_SECONDS, SHARED_SECONDS, TimeUnit.SECONDS);
    }
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
        tell(book.remove(name, DELETED, clock.instant()));
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

  /**
   * Goes on where an earlier life ended, without looking yet. To be called once, before anybody
   * watches: what is there by now is in the first snapshot.
   *
   * @param objectives by name, each of which has built-in rules
   */
  public synchronized void load(List<String> objectives) {
    Instant now = clock.instant();
    kept = new KnownRules(store, BuiltInRules.of(objectives, config, now));
    Map<String, AlertRule> known = kept.read();
    rules = known;
    known.values().forEach(rule -> tell(begin(rule, now)));
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
    notifier.takeUp(store.notifications(now, config.webhooks().waitingMax()));
    tell(orphans);
    paint();
  }

  /** What other servers on the same database have changed, and what they left. */
  void refresh() {
    editing.lock();
    try {
      catchUp();
    } finally {
      editing.unlock();
    }
    notifier.takeUp(
        store.notifications(clock.instant().minus(LEFT_AFTER), config.webhooks().waitingMax()));
  }

  /** Has the rules as they are in the database. Waits for it, under {@link #editing}. */
  private void catchUp() {
    Map<String, AlertRule> before = rules;
    Map<String, AlertRule> now = kept.read();
    if (now.equals(before)) {
      return;
    }
    rules = now;
    Instant at = clock.instant();
    synchronized (this) {
      for (String name : before.keySet()) {
        if (!now.containsKey(name)) {
          tell(book.remove(name, DELETED, at));
        }
      }
      for (AlertRule rule : now.values()) {
        if (!rule.equals(before.get(rule.name()))) {
          tell(begin(rule, at));
        }
      }
    }
  }

  private List<Change> begin(AlertRule rule, Instant now) {
    try {
      return book.put(rule, now);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "rule " + rule.name() + " is not looked at", e);
      return List.of();
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
      if (store.isShared()) {
        catchUp();
      }
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
        shelf.tell(Notification.of(node, change.alert(), change.rule()));
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

  private void guardedRefresh() {
    try {
      refresh();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "what other servers have changed cannot be read now", e);
    }
  }

  private void guardedTurn() {
    try {
      turn();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a look at the rules failed", e);
    }
  }
}
