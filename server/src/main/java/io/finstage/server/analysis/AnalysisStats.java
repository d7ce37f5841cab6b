package io.finstage.server.analysis;

import java.util.Map;

/**
 * Readings of the analysis at one moment. Counts only rise.
 *
 * @param symbols symbols that were answered, failed ones included
 * @param failures symbols and whole analyses that failed, by code
 * @param durations how long analyses took, their wait and their reader's share included
 * @param work how long analyses that were let in computed, in fine steps: neither their wait nor
 *     their reader's share
 * @param failed those of them that failed as a whole
 * @param inFlight analyses that compute
 * @param queued analyses that wait
 * @param unread analyses that wait for their readers before they go on, and hold no permit
 * @param inFlightMax how many may be in flight, now
 * @param liveTopics live indicators and signals that somebody listens to
 * @param liveEvaluations live values computed
 */
public record AnalysisStats(
    long symbols,
    Map<String, Long> failures,
    DurationCounts.Reading durations,
    DurationCounts.Reading work,
    long failed,
    long inFlight,
    long queued,
    long unread,
    long inFlightMax,
    long liveTopics,
    long liveEvaluations) {

  /** Of a server that has not analysed anything. */
  public static AnalysisStats nothing() {
    return new AnalysisStats(
        0,
        Map.of(),
        new DurationCounts().read(),
        DurationCounts.fine().read(),
        0,
        0,
        0,
        0,
        1,
        0,
        0);
  }

  /** The same, with what is live. */
  public AnalysisStats live(long topics, long evaluations) {
    return new AnalysisStats(
        symbols,
        failures,
        durations,
        work,
        failed,
        inFlight,
        queued,
        unread,
        inFlightMax,
        topics,
        evaluations);
  }

  public AnalysisStats {
    failures = Map.copyOf(failures);
  }
}
