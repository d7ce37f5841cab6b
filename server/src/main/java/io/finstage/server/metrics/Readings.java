package io.finstage.server.metrics;

import io.finstage.server.hub.Gap;
import io.finstage.server.hub.HubStats;
import io.finstage.server.hub.LatencyBuckets;
import io.finstage.server.hub.Wire;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Every part's readings as one page in the Prometheus text format. The parts count; this reads them
 * when it is asked, so a scrape costs the hot path nothing. Thread-safe if the suppliers are.
 *
 * <p>No family has a label per symbol: the number of series does not grow with the market.
 */
public final class Readings {

  private final Parts parts;
  private final Supplier<String> system;
  private final List<Consumer<Page>> more = new CopyOnWriteArrayList<>();

  /** Reads the parts, and the JVM through Helidon's own meters. */
  public Readings(Parts parts) {
    this(parts, new SystemReadings());
  }

  Readings(Parts parts, Supplier<String> system) {
    this.parts = parts;
    this.system = system;
  }

  /**
   * Adds families of a part that this package does not know. They are asked for at each scrape and
   * once a second, by several threads.
   */
  public void add(Consumer<Page> families) {
    more.add(families);
  }

  /** The page, as of now. */
  public String text() {
    Exposition page = new Exposition();
    write(page);
    return page.text() + system.get();
  }

  /** Everything but what Helidon's own meters have. */
  void write(Page page) {
    requests(page, parts.requests().read());
    hub(page, parts.hub().get());
    BarReadings.write(page, parts.bars().get());
    feeds(page, parts.feeds().get());
    AnalysisFamilies.write(page, parts.analysis().get());
    TaskFamilies.write(page, parts.tasks().get());
    listener(page, parts.listener().get());
    more.forEach(families -> families.accept(page));
  }

  private static void requests(Page page, List<RequestMeter.Reading> unsorted) {
    List<RequestMeter.Reading> readings =
        unsorted.stream()
            .sorted(
                Comparator.comparing(RequestMeter.Reading::service)
                    .thenComparing(RequestMeter.Reading::method))
            .toList();
    page.counter("finstage_requests_total", "Requests that ended, by code.");
    for (RequestMeter.Reading each : readings) {
      new TreeMap<>(each.requests())
          .forEach((code, count) ->
              page.count(count, "service", each.service(), "method", each.method(), "code", code));
    }
    page.histogram(
        "finstage_request_duration_seconds",
        "How long requests took; a conversation is one request.");
    for (RequestMeter.Reading each : readings) {
      page.buckets(each.durations(), "service", each.service(), "method", each.method());
    }
  }

  private static void hub(Page page, HubStats stats) {
    page.gauge("finstage_subscribers", "Conversations now.");
    byWire(page, stats.subscribers());
    page.counter("finstage_deliveries_total", "Updates written to subscribers.");
    byWire(page, stats.deliveries());
    page.histogram(
            "finstage_delivery_latency_seconds", "From taken in to written, one record per batch.")
        .buckets(histogram(stats.deliveryLatency()));
    page.counter("finstage_conflated_total", "Updates folded into newer ones on purpose.")
        .count(stats.conflated());
    page.counter("finstage_gaps_total", "Gaps announced to subscribers, by cause.");
    for (Gap.Cause cause : Gap.Cause.values()) {
      page.count(stats.gaps().getOrDefault(cause, 0L), "cause", cause.name());
    }
    page.counter("finstage_published_total", "Updates that were given a sequence.")
        .count(stats.published());
    page.gauge("finstage_symbols", "Live symbols.").count(stats.symbols());
    page.gauge("finstage_topics", "Bars and indicators that are open, of all symbols.")
        .count(stats.topics());
    page.gauge(
            "finstage_demoted_subscribers",
            "Subscribers whose write blocks, each with a writer of its own.")
        .count(stats.demoted());
  }

  private static void byWire(Page page, Map<Wire, Long> values) {
    for (Wire wire : Wire.values()) {
      page.count(values.getOrDefault(wire, 0L), "wire", wire.name().toLowerCase(Locale.ROOT));
    }
  }

  private static Histogram histogram(LatencyBuckets.Reading reading) {
    return new Histogram(
        reading.boundsNanos().stream().map(nanos -> nanos / Histogram.NANOS_PER_SECOND).toList(),
        reading.counts(),
        reading.sumNanos() / Histogram.NANOS_PER_SECOND);
  }

  private static void feeds(Page page, List<FeedReading> feeds) {
    page.counter("finstage_ticks_total", "Ticks taken in, by source.");
    feeds.forEach(feed -> page.count(feed.ticks(), "source", feed.source()));
    page.gauge(
        "finstage_source_age_seconds",
        "How old the newest event was when it came in; a replay has none.");
    feeds.forEach(feed ->
        feed.sourceAge()
            .ifPresent(age ->
                page.sample(age.toNanos() / Histogram.NANOS_PER_SECOND, "source", feed.source())));
    page.counter("finstage_rejected_ticks_total", "Ticks refused, by reason.");
    Map<String, Long> rejected = new TreeMap<>();
    feeds.forEach(feed -> feed.rejected().forEach((why, n) -> rejected.merge(why, n, Long::sum)));
    rejected.forEach((why, count) -> page.count(count, "reason", why));
    page.gauge("finstage_feed_state", "1 for the state that the feed is in.");
    for (FeedReading feed : feeds) {
      for (FeedReading.State state : FeedReading.State.values()) {
        page.sample(feed.state() == state ? 1 : 0, "source", feed.source(), "state", state.name());
      }
    }
  }

  private static void listener(Page page, ListenerStats stats) {
    page.gauge("finstage_connections", "Open connections.").count(stats.connections());
    page.counter("finstage_refused_connections_total", "Connections over a limit, by limit.");
    new TreeMap<>(stats.refused()).forEach((why, n) -> page.count(n, "reason", why));
    page.counter(
            "finstage_timed_out_connections_total",
            "Connections closed because a request on them did not become complete in time.")
        .count(stats.timedOut());
  }
}
