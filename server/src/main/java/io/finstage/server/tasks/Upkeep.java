package io.finstage.server.tasks;

import io.finstage.server.database.DatabaseException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is done now and then: the life of this node, tasks of the dead, tasks whose time has come,
 * and those whose time to be kept is over.
 */
final class Upkeep {

  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
  private static final int PROMOTE_MAX = 1000;
  private static final int EXPIRE_MAX = 500;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration EXPIRE_EVERY = Duration.ofSeconds(10);

  /** How often another node's doings are looked for. */
  static final Duration POLL = Duration.ofMillis(200);

  private final Board board;
  private final TaskStore store;
  private final NodeStore nodes;
  private final Claims claims;
  private final TasksConfig config;
  private final Inbox inbox;
  private final String name;
  private final AtomicBoolean recounting = new AtomicBoolean();
  private final boolean shared;

  private boolean reconcile;

  /** The life before this one, of which nothing runs any more. */
  private long earlier;

  private Instant renewedAt = Instant.MIN;
  private Instant polledAt = Instant.MIN;
  private Instant expireAt = Instant.MIN;
  private Instant lookedAt = Instant.MIN;

  Upkeep(
      Board board,
      TaskStore store,
      NodeStore nodes,
      Claims claims,
      TasksConfig config,
      Inbox inbox,
      String name) {
    this.board = board;
    this.store = store;
    this.nodes = nodes;
    this.claims = claims;
    this.config = config;
    this.inbox = inbox;
    this.name = name;
    this.shared = store.isShared();
  }

  /** Enters this life among those that live; where no other can be, takes back what runs. */
  void register(Turn turn) {
    long life = store.life(turn.sql());
    nodes.register(turn.sql(), life, name);
    if (!shared) {
      nodes.removeOthers(turn.sql(), life);
    } else if (earlier != 0) {
      nodes.remove(turn.sql(), earlier);
    }
    earlier = life;
    claims.node(life);
    turn.undo(() -> claims.node(0));
    List<Row> rescued = nodes.rescue(turn.sql(), config.rescuesMax(), turn.now());
    rescued.forEach(row -> turn.changed(row.number(0)));
    recount(turn);
    turn.after(() -> {
      board.meter.rescues.add(rescued.size());
      board.dueAt = Instant.MIN;
      renewedAt = turn.now();
    });
  }

  /**
   * The turn before failed, perhaps after its commit: the database may know more than the board.
   */
  void distrust() {
    reconcile = true;
  }

  /** Whether the lease is over by this node's own clock, and its tasks are perhaps another's. */
  boolean isLost(Instant now) {
    return shared
        && claims.node() != 0
        && Duration.between(renewedAt, now).compareTo(config.lease()) > 0;
  }

  /** What it runs still, whoever reads this next may rescue. */
  void leave(SqlStore sql) {
    nodes.remove(sql, claims.node());
  }

  /** When there is something to do next. */
  Instant nextAt() {
    Instant next = min(board.dueAt, expireAt);
    if (board.counts.of(TaskState.READY) > 0) {
      next = min(next, lookedAt.plus(LOOK_EVERY));
    }
    return shared ? min(next, min(renewedAt.plus(config.heartbeat()), polledAt.plus(POLL))) : next;
  }

  boolean isDue(Instant now) {
    return reconcile || claims.node() == 0 || !nextAt().isAfter(now);
  }

  /**
   * Says that this node lives, and looks for others that do not.
   *
   * @return false when others took it for dead: nothing more may be done in its name
   */
  boolean live(Turn turn) {
    if (claims.node() == 0) {
      register(turn);
      return true;
    }
    if (shared && !renewedAt.plus(config.heartbeat()).isAfter(turn.now())) {
      if (!nodes.renew(turn.sql(), claims.node())) {
        return false;
      }
      turn.after(() -> renewedAt = turn.now());
      nodes.removeSilent(turn.sql(), claims.node(), config.lease());
      rescue(turn);
      turn.after(this::recountLater);
    }
    if (reconcile) {
      // Before anything is claimed that the board does not know yet.
      reconcile(turn);
      turn.after(() -> reconcile = false);
    }
    return true;
  }

  private void rescue(Turn turn) {
    for (Row row : nodes.rescue(turn.sql(), config.rescuesMax(), turn.now())) {
      turn.changed(row.number(0));
      turn.delta().move(row.text(1), TaskState.RUNNING, TaskState.valueOf(row.text(2)));
      turn.after(board.meter.rescues::increment);
    }
  }

  void work(Turn turn) {
    if (shared && !polledAt.plus(POLL).isAfter(turn.now())) {
      poll(turn);
    }
    if (!board.dueAt.isAfter(turn.now())) {
      promote(turn);
    }
    if (!expireAt.isAfter(turn.now())) {
      expire(turn);
    }
    if (!lookedAt.plus(LOOK_EVERY).isAfter(turn.now())) {
      look(turn);
    }
  }

  private void reconcile(Turn turn) {
    for (Row row : nodes.mine(turn.sql(), claims.node())) {
      Running known = board.running.get(row.number(0));
      boolean mine = known != null && known.task.token() == row.number(1);
      if (!mine && nodes.giveBack(turn.sql(), row.number(0), row.number(1))) {
        turn.changed(row.number(0));
      }
    }
    recount(turn);
  }

  /** The database knows best; what this turn changed already is in it. */
  private void recount(Turn turn) {
    List<Row> states = store.counts(turn.sql());
    List<Row> ready = store.ready(turn.sql());
    turn.recounted(() -> board.counts.set(states, ready));
  }

  /** Other nodes change the numbers as well; counting takes too long for the loop. */
  private void recountLater() {
    if (recounting.compareAndSet(false, true)) {
      var _ =
          Thread.startVirtualThread(() -> {
            try {
              inbox.settle(
                  store.read(sql -> new Op.Recounted(store.counts(sql), store.ready(sql))));
            } catch (DatabaseException e) {
              LOG.log(Level.DEBUG, "tasks could not be counted", e);
            } finally {
              recounting.set(false);
            }
          });
    }
  }

  /** What other nodes did: tasks to be cancelled here, and perhaps some to claim. */
  private void poll(Turn turn) {
    for (Row row : nodes.cancelled(turn.sql(), claims.node())) {
      Running known = board.running.get(row.number(0));
      if (known != null && known.task.token() == row.number(1)) {
        turn.after(() -> board.stop(known, Stop.CANCELLED, turn.now(), config.cancelGrace()));
      }
    }
    Set<String> kinds = new HashSet<>();
    board.crews.forEach(crew -> kinds.addAll(crew.kinds()));
    board.counts.suppose(kinds);
    board.dueAt = Instant.MIN;
    turn.after(() -> polledAt = turn.now());
  }

  private void promote(Turn turn) {
    List<Row> due = store.promote(turn.sql(), turn.now(), PROMOTE_MAX);
    for (Row row : due) {
      turn.delta().move(row.text(1), TaskState.SCHEDULED, TaskState.READY);
      turn.changed(row.number(0));
    }
    Instant next =
        due.size() == PROMOTE_MAX ? turn.now() : store.nextDue(turn.sql()).orElse(Instant.MAX);
    board.dueAt = next;
    turn.undo(() -> board.dueAt = Instant.MIN);
  }

  /** How long the first of each kind has waited. */
  private void look(Turn turn) {
    Instant oldest = Instant.MAX;
    for (String kind : board.counts.readyKinds()) {
      Optional<Row> head = store.head(turn.sql(), kind);
      if (head.isPresent()) {
        oldest = min(oldest, Instant.ofEpochMilli(head.get().number(1)));
      }
    }
    Instant seen = oldest;
    turn.after(() -> {
      board.oldestReadyAt = seen;
      lookedAt = turn.now();
    });
  }

  private void expire(Turn turn) {
    boolean more = false;
    for (TaskState state : TaskState.values()) {
      if (state.isEnd()) {
        Duration keep = state == TaskState.SUCCEEDED ? config.keepSucceeded() : config.keepFailed();
        int gone = store.expire(turn.sql(), state, turn.now().minus(keep), EXPIRE_MAX);
        turn.delta().add("", state, -gone);
        more |= gone == EXPIRE_MAX;
      }
    }
    Instant next = more ? turn.now() : turn.now().plus(EXPIRE_EVERY);
    turn.after(() -> expireAt = next);
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
