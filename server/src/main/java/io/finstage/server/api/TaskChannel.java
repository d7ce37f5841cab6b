package io.finstage.server.api;

import io.finstage.server.tasks.TaskQueue;
import java.time.InstantSource;

/**
 * The channel {@code tasks} of every conversation.
 *
 * @param watchesMax tasks and sets of labels that one conversation may subscribe to
 */
public record TaskChannel(TaskQueue queue, int watchesMax, InstantSource clock) {

  /** Name of the channel. */
  static final String NAME = "tasks";

  public TaskChannel {
    if (watchesMax < 1) {
      throw new IllegalArgumentException(
          "tasks.watches-per-connection-max must be at least 1, not " + watchesMax);
    }
  }
}
