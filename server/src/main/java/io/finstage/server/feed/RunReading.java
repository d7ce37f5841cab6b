package io.finstage.server.feed;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a run from outside.
 *
 * @param signs ticks and refusals reported so far
 * @param ticks ticks taken by the sink so far
 * @param delivering whether the source waits for the sink right now: its silence is not its own
 * @param waiting whether it waits for a subscriber
 * @param ending how it ended; null while it runs
 */
record RunReading(
    long signs, long ticks, boolean delivering, boolean waiting, @Nullable Ending ending) {

  /** Before the first run. */
  static final RunReading NONE = new RunReading(0, 0, false, false, null);
}
