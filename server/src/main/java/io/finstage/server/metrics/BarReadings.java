package io.finstage.server.metrics;

import io.finstage.server.bars.BarsStats;
import java.util.Map;
import java.util.TreeMap;

/** Readings of bars as they are exported. */
final class BarReadings {

  private BarReadings() {}

  static void write(Page page, BarsStats stats) {
    page.counter("finstage_bars_built_total", "Bars that closed, by interval.");
    by(page, "interval", stats.built());
    page.counter("finstage_bars_corrected_total", "Closed bars corrected by late trades.");
    by(page, "interval", stats.corrected());
    page.counter("finstage_bars_late_refused_total", "Trades too late for their bars.")
        .count(stats.lateRefused());
    page.counter("finstage_bars_lost_trades_total", "Trades that became no bar, by reason.");
    by(page, "reason", stats.lost());
    page.gauge("finstage_bars_symbols", "Symbols whose bars are being built.")
        .count(stats.symbols());
    page.gauge("finstage_bars_queue", "Trades that wait to become bars.").count(stats.queued());
    page.counter("finstage_bars_stored_total", "Bars committed.").count(stats.stored());
    page.counter("finstage_bars_store_failed_total", "Bars that the database never took.")
        .count(stats.storeFailed());
    page.gauge("finstage_bars_store_queue", "Bars that wait to be committed.")
        .count(stats.storeQueued());
    page.histogram(
            "finstage_bars_write_duration_seconds",
            "How long transactions took, waiting for the disk included.")
        .buckets(
            new Histogram(
                stats.writes().boundsNanos().stream()
                    .map(nanos -> nanos / Histogram.NANOS_PER_SECOND)
                    .toList(),
                stats.writes().counts(),
                stats.writes().sumNanos() / Histogram.NANOS_PER_SECOND));
  }

  private static void by(Page page, String label, Map<String, Long> counts) {
    new TreeMap<>(counts).forEach((value, count) -> page.count(count, label, value));
  }
}
