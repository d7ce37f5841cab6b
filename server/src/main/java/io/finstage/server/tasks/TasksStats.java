package io.finstage.server.tasks;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A reading of the queue.
 *
 * @param states rows by state, of this database
 * @param outcomes of this node since it started
 * @param waits from being allowed to run to its start, by this node
 * @param runs of attempts on this node
 * @param rescues tasks that this node took back
 * @param oldestReady age of the oldest task that could run
 */
public record TasksStats(
    Map<TaskState, Long> states,
    List<Outcome> outcomes,
    Durations waits,
    Durations runs,
    long rescues,
    Duration oldestReady,
    int running,
    int slots,
    int workers,
    int watchers,
    long turns) {

  /**
   * How often attempts of a kind ended so.
   *
   * @param outcome lower case: succeeded, failed, retried, timed_out, cancelled, fenced
   */
  public record Outcome(String kind, String outcome, long count) {}

  /**
   * A histogram.
   *
   * @param bounds upper bounds, in seconds, rising
   * @param counts one more than bounds; not cumulated
   */
  public record Durations(List<Double> bounds, List<Long> counts, double sumSeconds) {}
}
