package io.finstage.server.metrics;

import io.finstage.server.analysis.AnalysisStats;
import io.finstage.server.analysis.DurationCounts;
import java.util.TreeMap;

/** The readings of the analysis, as families of the page. */
final class AnalysisFamilies {

  private AnalysisFamilies() {}

  static void write(Page page, AnalysisStats stats) {
    page.counter("finstage_analysis_symbols_total", "Symbols analysed, failed ones included.")
        .count(stats.symbols());
    page.counter(
        "finstage_analysis_failures_total", "Symbols and whole analyses that failed, by code.");
    new TreeMap<>(stats.failures()).forEach((code, n) -> page.count(n, "code", code));
    page.histogram(
            "finstage_analysis_duration_seconds",
            "How long analyses took, their wait and their reader's share included.")
        .buckets(histogram(stats.durations()));
    page.gauge("finstage_analysis_in_flight", "Analyses that compute.").count(stats.inFlight());
    page.gauge("finstage_analysis_in_flight_max", "How many may be in flight.")
        .count(stats.inFlightMax());
    page.gauge("finstage_analysis_queue", "Analyses that wait.").count(stats.queued());
    page.gauge(
            "finstage_analysis_unread",
            "Analyses that wait for their readers before they go on, and hold no permit.")
        .count(stats.unread());
    page.gauge("finstage_analysis_live_topics", "Live indicators and signals that are computed.")
        .count(stats.liveTopics());
    page.counter("finstage_analysis_live_evaluations_total", "Live values computed.")
        .count(stats.liveEvaluations());
  }

  private static Histogram histogram(DurationCounts.Reading reading) {
    return new Histogram(
        reading.boundsNanos().stream().map(nanos -> nanos / Histogram.NANOS_PER_SECOND).toList(),
        reading.counts(),
        reading.sumNanos() / Histogram.NANOS_PER_SECOND);
  }
}
