package io.finstage.server.tasks;

/**
 * A kind of task.
 *
 * @param description in one line; may be empty
 * @param concurrencyMax how many run at a time on a node; 0: no limit of its own
 * @param workerSlots slots that workers lend for it now
 * @param builtIn whether this node runs it itself
 */
public record TaskKind(
    String name, String description, int concurrencyMax, int workerSlots, boolean builtIn) {

  public TaskKind {
    Names.check("kind", name);
    if (concurrencyMax < 0) {
      throw new IllegalArgumentException("concurrencyMax must be 0 or more: " + concurrencyMax);
    }
  }

  /** One that this node runs itself. */
  public static TaskKind builtIn(String name, String description, int concurrencyMax) {
    return new TaskKind(name, description, concurrencyMax, 0, true);
  }
}
