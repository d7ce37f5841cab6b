package io.finstage.server.tasks;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Submits what is due. No node leads: whoever moves a schedule on from the time that is due has the
 * right to submit for it, in the same transaction; and the request id, {@code name@time}, makes a
 * second task for it impossible.
 */
final class Schedules {

  private static final int DUE_MAX = 100;

  /** One that never comes again stays in the list, and far away. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private static final System.Logger LOG = System.getLogger(Schedules.class.getName());

  private final ScheduleStore store;
  private final int max;
  private final boolean shared;
  private Instant nextAt = Instant.MIN;

  Schedules(ScheduleStore store, int max, boolean shared) {
    this.store = store;
    this.max = max;
    this.shared = shared;
  }

  Instant nextAt() {
    return nextAt;
  }

  void add(Turn turn, Op.AddSchedule op) {
    ScheduleOutcome outcome = add(turn, op.schedule());
    turn.after(() -> op.done().complete(outcome));
  }

  private ScheduleOutcome add(Turn turn, Schedule asked) {
    Optional<Schedule> earlier = store.find(turn.sql(), asked.name());
    if (earlier.isEmpty()) {
      if (store.count(turn.sql()) >= max) {
        return new ScheduleOutcome.Full("tasks.schedules-max", max);
      }
      if (store.insert(turn.sql(), asked)) {
        turn.after(() -> nextAt = Instant.MIN);
        return new ScheduleOutcome.Created(asked);
      }
      earlier = store.find(turn.sql(), asked.name());
    }
    return earlier
        .<ScheduleOutcome>map(it ->
            it.submission().equals(asked.submission()) && it.timing().equals(asked.timing())
                ? new ScheduleOutcome.Created(it)
                : new ScheduleOutcome.Conflict(it))
        .orElseGet(() -> new ScheduleOutcome.Unavailable("the schedule has just been deleted"));
  }

  void drop(Turn turn, Op.DropSchedule op) {
    DropOutcome outcome =
        store.delete(turn.sql(), op.name()) ? new DropOutcome.Done() : new DropOutcome.NotFound();
    turn.after(() -> op.done().complete(outcome));
  }

  boolean isDue(Instant now) {
    return !nextAt.isAfter(now);
  }

  /** Moves on what is due, and gives what is to be submitted for it. */
  List<Op.Submit> fire(Turn turn) {
    Instant now = turn.now();
    if (!isDue(now)) {
      return List.of();
    }
    List<Op.Submit> submits = new ArrayList<>();
    List<Schedule> due = store.due(turn.sql(), now, DUE_MAX);
    for (Schedule schedule : due) {
      Instant next =
          Timetable.next(schedule.timing(), schedule.nextAt(), now).orElse(now.plus(NEVER));
      if (store.advance(turn.sql(), schedule, next)) {
        submits.add(submit(schedule));
      }
    }
    Instant known = store.nextAt(turn.sql()).orElse(Instant.MAX);
    Instant look = now.plus(Upkeep.POLL);
    // Another node may make one meanwhile.
    Instant next = shared && known.isAfter(look) ? look : known;
    turn.after(() -> nextAt = next);
    return submits;
  }

  private static Op.Submit submit(Schedule schedule) {
    Submission asked = schedule.submission();
    CompletableFuture<SubmitOutcome> done = new CompletableFuture<>();
    var _ =
        done.thenAccept(outcome -> {
          if (outcome instanceof SubmitOutcome.Full) {
            LOG.log(Level.WARNING, "{0} could not be submitted: {1}", schedule.name(), outcome);
          }
        });
    return new Op.Submit(asked.again(schedule.name() + "@" + schedule.nextAt()), done);
  }
}
