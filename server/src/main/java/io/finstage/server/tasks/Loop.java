package io.finstage.server.tasks;

import io.finstage.server.database.DatabaseException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Turns one transaction at a time, over what has gathered while the disk was busy with the one
 * before. Nothing of a turn is acknowledged, and nothing that it claimed begins, before its commit.
 *
 * <pre>
 *  live, settle, progress, cancel and re-run, fire schedules, submit, promote, expire, claim,
 *  commit, acknowledge
 * </pre>
 *
 * <p>When the database refuses, who waits is told, attempts that are over wait for the next turn,
 * and the next turn waits for a moment. One thread, or a test, steps it.
 */
final class Loop {

  /** Nothing waits longer to be looked at. */
  private static final Duration IDLE = Duration.ofMillis(100);

  private static final Duration BACKOFF_MIN = Duration.ofMillis(50);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(2);
  private static final int BATCH_MAX = 2048;
  private static final System.Logger LOG = System.getLogger(Loop.class.getName());

  private final TasksConfig config;
  private final InstantSource clock;
  private final Inbox inbox;
  private final Board board;
  private final TaskStore store;
  private final Parts parts;
  private final Consumer<List<Long>> changed;
  private final List<Op> ops = new ArrayList<>();
  private Duration backoff = Duration.ZERO;
  private int answered;

  /** Who does the parts of a turn. */
  record Parts(
      Upkeep upkeep,
      Settlements settlements,
      Changes changes,
      Submits submits,
      Schedules schedules,
      Claims claims) {}

  /**
   * @param changed told, after each commit, which tasks it changed
   */
  Loop(
      TasksConfig config,
      InstantSource clock,
      Inbox inbox,
      Board board,
      TaskStore store,
      Parts parts,
      Consumer<List<Long>> changed) {
    this.config = config;
    this.clock = clock;
    this.inbox = inbox;
    this.board = board;
    this.store = store;
    this.parts = parts;
    this.changed = changed;
  }

  /** How long nothing has to be done, unless something is said; zero or more. */
  Duration step() {
    Instant now = clock.instant();
    board.crews.forEach(crew -> crew.hands().check(now));
    inbox.drain(ops, BATCH_MAX);
    ops.removeIf(this::heard);
    board.overdue(now, config.cancelGrace());
    if (parts.upkeep.isLost(now)) {
      LOG.log(Level.ERROR, "the lease of this node is over: it stops its tasks");
      board.loseAll();
      parts.claims.node(0);
    }
    List<Running> said = parts.settlements.said(now);
    boolean worthwhile =
        !ops.isEmpty()
            || !board.ended.isEmpty()
            || !said.isEmpty()
            || parts.upkeep.isDue(now)
            || parts.schedules.isDue(now)
            || parts.claims.isWorthwhile();
    answered = 0;
    if (worthwhile && !turn(now, said)) {
      return backoff;
    }
    return pause(clock.instant());
  }

  /** How many were told something by the turn before, and may have more to ask. */
  int answered() {
    return answered;
  }

  /** What is still to be written. */
  boolean isBusy() {
    return !ops.isEmpty() || !board.ended.isEmpty() || !board.running.isEmpty();
  }

  /** Whether the turn before failed. */
  boolean isFailing() {
    return !backoff.isZero();
  }

  /** Says so to who came too late. */
  void refuseRest(String why) {
    inbox.drain(ops, Integer.MAX_VALUE);
    ops.forEach(op -> refuse(op, why));
    ops.clear();
  }

  /** This node ends; others need not wait for its lease to be over. */
  void leave() {
    try {
      store.transact(sql -> {
        parts.upkeep.leave(sql);
        return true;
      });
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "this node could not say goodbye: {0}", e.getMessage());
    }
  }

  private Duration pause(Instant now) {
    if (!board.ended.isEmpty() || parts.claims.isWorthwhile()) {
      return Duration.ZERO;
    }
    Instant next =
        Stream.of(board.nextAt(), parts.upkeep.nextAt(), parts.schedules.nextAt())
            .min(Instant::compareTo)
            .orElseThrow();
    if (!next.isAfter(now)) {
      return Duration.ZERO;
    }
    return next.isAfter(now.plus(IDLE)) ? IDLE : Duration.between(now, next);
  }

  /** What needs no transaction, or takes part in the turn in another way. */
  private boolean heard(Op op) {
    return switch (op) {
      case Op.End it -> {
        board.end(it);
        yield true;
      }
      case Op.Leave it -> {
        board.leave(it.crew());
        yield true;
      }
      case Op.Recounted it -> {
        board.counts.set(it.states(), it.ready());
        yield true;
      }
      case Op.Wake _ -> true;
      case Op.Submit _, Op.Cancel _, Op.Rerun _, Op.AddSchedule _, Op.DropSchedule _ -> false;
    };
  }

  private boolean turn(Instant now, List<Running> said) {
    Turn turn = new Turn(now);
    boolean lives;
    try {
      lives =
          store.transact(sql -> {
            turn.begin(sql);
            return work(turn, said);
          });
    } catch (DatabaseException e) {
      failed(turn, e);
      return false;
    }
    if (!lives) {
      LOG.log(Level.ERROR, "others took this node for dead: it stops its tasks and begins anew");
      turn.failed();
      board.loseAll();
      parts.claims.node(0);
      return true;
    }
    backoff = Duration.ZERO;
    ops.clear();
    board.ended.clear();
    board.meter.turns.increment();
    turn.committed(board.counts);
    answered = turn.answers();
    changed.accept(turn.changed());
    return true;
  }

  private boolean work(Turn turn, List<Running> said) {
    if (!parts.upkeep.live(turn)) {
      return false;
    }
    parts.settlements.settle(turn);
    parts.settlements.progress(turn, said);
    List<Op.Submit> submits = new ArrayList<>(ops.size());
    for (Op op : ops) {
      switch (op) {
        case Op.Submit it -> submits.add(it);
        case Op.Cancel it -> parts.changes.cancel(turn, it);
        case Op.Rerun it -> parts.changes.rerun(turn, it);
        case Op.AddSchedule it -> parts.schedules.add(turn, it);
        case Op.DropSchedule it -> parts.schedules.drop(turn, it);
        case Op.End _, Op.Leave _, Op.Recounted _, Op.Wake _ -> {}
      }
    }
    submits.addAll(parts.schedules.fire(turn));
    parts.submits.submit(turn, submits);
    parts.upkeep.work(turn);
    parts.claims.claim(turn);
    return true;
  }

  private void failed(Turn turn, DatabaseException e) {
    turn.failed();
    parts.upkeep.distrust();
    boolean again = backoff.isZero() && isInTheWay(e);
    backoff = again ? BACKOFF_MIN : longer(backoff);
    LOG.log(Level.WARNING, "a turn of the task queue failed: {0}", e.getMessage());
    if (!again) {
      ops.forEach(op -> refuse(op, String.valueOf(e.getMessage())));
      ops.clear();
    }
  }

  private static Duration longer(Duration backoff) {
    Duration twice = backoff.isZero() ? BACKOFF_MIN : backoff.multipliedBy(2);
    return twice.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : twice;
  }

  /** Two nodes waited for each other, and one of them had to give up. */
  private static boolean isInTheWay(Throwable e) {
    Throwable cause = e;
    while (cause != null) {
      if (cause instanceof SqlStore.FailedException failed && failed.again()) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Nothing of it was kept. */
  static void refuse(Op op, String why) {
    switch (op) {
      case Op.Submit it -> it.done().complete(new SubmitOutcome.Unavailable(why));
      case Op.Cancel it -> it.done().complete(new ChangeOutcome.Unavailable(why));
      case Op.Rerun it -> it.done().complete(new ChangeOutcome.Unavailable(why));
      case Op.AddSchedule it -> it.done().complete(new ScheduleOutcome.Unavailable(why));
      case Op.DropSchedule it -> it.done().complete(new DropOutcome.Unavailable(why));
      case Op.End it -> it.done().complete(false);
      case Op.Leave _, Op.Recounted _, Op.Wake _ -> {}
    }
  }
}
