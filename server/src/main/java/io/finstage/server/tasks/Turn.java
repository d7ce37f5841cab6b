package io.finstage.server.tasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One transaction while it is made: what is done once it is committed, and what is undone when it
 * is not.
 */
final class Turn {

  private final Instant now;
  private @Nullable SqlStore sql;
  private final Counts.Delta delta = new Counts.Delta();
  private final List<Runnable> answers = new ArrayList<>();
  private final List<Runnable> after = new ArrayList<>();
  private final List<Runnable> undo = new ArrayList<>();
  private Runnable recount = () -> {};
  private final List<Long> changed = new ArrayList<>();

  Turn(Instant now) {
    this.now = now;
  }

  /** The transaction has begun. */
  void begin(SqlStore on) {
    sql = on;
  }

  SqlStore sql() {
    return Objects.requireNonNull(sql);
  }

  Instant now() {
    return now;
  }

  Counts.Delta delta() {
    return delta;
  }

  /** Whoever watches the task is told. */
  void changed(long id) {
    changed.add(id);
  }

  List<Long> changed() {
    return changed;
  }

  /** Tells who waits, once it is on disk; before all else, as they may have more to ask. */
  void answer(Runnable action) {
    answers.add(action);
  }

  /** How many are told. */
  int answers() {
    return answers.size();
  }

  /** Done in order once it is on disk. */
  void after(Runnable action) {
    after.add(action);
  }

  /** Done when nothing of the turn was kept. */
  void undo(Runnable action) {
    undo.add(action);
  }

  /** Has a crew run one more or one fewer. */
  void occupy(Crew crew, String kind, int count) {
    crew.add(kind, count);
    undo.add(() -> crew.add(kind, -count));
  }

  /** Sets the counts anew, to what they were at this point of the turn. */
  void recounted(Runnable set) {
    recount = set;
    delta.clear();
  }

  void committed(Counts counts) {
    recount.run();
    counts.apply(delta);
    answers.forEach(Runnable::run);
    after.forEach(Runnable::run);
  }

  void failed() {
    undo.forEach(Runnable::run);
  }
}
