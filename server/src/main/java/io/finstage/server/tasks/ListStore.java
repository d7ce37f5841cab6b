package io.finstage.server.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads tasks for those who ask; throws DatabaseException when the database does not answer. */
final class ListStore {

  /** PostgreSQL takes no wider numbers for places in bytes, which it counts from 1. */
  private static final String GET =
      "SELECT "
          + TaskRow.WITH_PAYLOAD
          + ", substr(result, CAST(? AS INTEGER) + 1, CAST(? AS INTEGER)) FROM task WHERE id = ?";

  private static final int FIRST_MAX = 1000;

  private final TaskStore store;

  ListStore(TaskStore store) {
    this.store = store;
  }

  Optional<Task> get(long id, ResultPart part) {
    return store.read(sql ->
        sql.query(GET, part.offset(), part.bytesMax(), id).stream()
            .map(TaskRow::whole)
            .findFirst());
  }

  /** Newest first. */
  List<Task> list(TaskFilter filter, long before, int max) {
    StringBuilder text = new StringBuilder("SELECT " + TaskRow.COLUMNS + " FROM task WHERE id < ?");
    List<Object> values = new ArrayList<>();
    values.add(before);
    if (!filter.states().isEmpty()) {
      // Spelled out, so that the index of a state can be seen to fit.
      text.append(
          filter.states().stream()
              .map(state -> "'" + state + "'")
              .collect(Collectors.joining(", ", " AND state IN (", ")")));
      if (filter.states().stream().allMatch(it -> it.isEnd() && it != TaskState.SUCCEEDED)) {
        text.append(" AND ended_at IS NOT NULL");
      }
    }
    if (!filter.kinds().isEmpty()) {
      text.append(marks(" AND kind IN (", filter.kinds().size()));
      values.addAll(filter.kinds());
    }
    filter
        .labels()
        .forEach((name, value) -> {
          text.append(" AND id IN (SELECT task FROM task_label WHERE name = ? AND value = ?)");
          values.add(name);
          values.add(value);
        });
    filter
        .from()
        .ifPresent(from -> {
          text.append(" AND created_at >= ?");
          values.add(from.toEpochMilli());
        });
    filter
        .to()
        .ifPresent(to -> {
          text.append(" AND created_at < ?");
          values.add(to.toEpochMilli());
        });
    text.append(" ORDER BY id DESC LIMIT ?");
    values.add(max);
    return brief(text.toString(), values);
  }

  /** What one who begins to watch is told first, oldest first. */
  List<Task> first(Watch watch) {
    return watch.id() != 0
        ? byIds(List.of(watch.id()))
        : list(watch.filter(), Long.MAX_VALUE, FIRST_MAX).reversed();
  }

  List<Task> byIds(List<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : brief(
            "SELECT " + TaskRow.COLUMNS + " FROM task WHERE " + marks("id IN (", ids.size()),
            new ArrayList<>(ids));
  }

  private List<Task> brief(String text, List<Object> values) {
    return store.read(
        sql -> sql.query(text, values.toArray()).stream().map(TaskRow::brief).toList());
  }

  private static String marks(String before, int count) {
    return before + "?, ".repeat(count - 1) + "?)";
  }
}
