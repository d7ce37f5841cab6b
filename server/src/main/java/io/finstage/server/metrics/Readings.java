package io.finstage.server.metrics;

import io.finstage.server.analysis.AnalysisStats;
import io.finstage.server.bars.BarsStats;
import io.finstage.server.hub.Gap;
import io.finstage.server.hub.HubStats;
import io.finstage.server.hub.LatencyBuckets;
import io.finstage.server.hub.Wire;
import io.finstage.server.tasks.TasksStats;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Every part's readings as one page in the Prometheus text format. The parts count; this reads them
 * when it is asked, so a scrape costs the hot path nothing. Thread-safe if the suppliers are.
 *
 * <p>No family has a label per symbol: the number of series does not grow with the market.
 */
public final class Readings {

  private final Supplier<HubStats> hub;
  private final Supplier<BarsStats> bars;
  private final Supplier<List<FeedReading>> feeds;
  private final Supplier<AnalysisStats> analysis;
  private final Supplier<TasksStats> tasks;
  private final Supplier<ListenerStats> listener;
  private final RequestMeter requests;
  private final Supplier<String> system;

  /** Reads the parts, and the JVM through Helidon's own meters. */
  public Readings(
      Supplier<HubStats> hub,
      Supplier<BarsStats> bars,
      Supplier<List<FeedReading>> feeds,
      Supplier<AnalysisStats> analysis,
      Supplier<TasksStats> tasks,
      Supplier<ListenerStats> listener,
      RequestMeter requests) {
    this(hub, bars, feeds, analysis, tasks, listener, requests, new SystemReadings());
  }

  Readings(
      Supplier<HubStats> hub,
      Supplier<BarsStats> bars,
      Supplier<List<FeedReading>> feeds,
      Supplier<AnalysisStats> analysis,
      Supplier<TasksStats> tasks,
      Supplier<ListenerStats> listener,
      RequestMeter requests,
      Supplier<String> system) {
    this.hub = hub;
    this.bars = bars;
    this.feeds = feeds;
    this.analysis = analysis;
    this.tasks = tasks;
    this.listener = listener;
    this.requests = requests;
    this.system = system;
  }

  /** The page, as of now. */
  public String text() {
    Exposition page = new Exposition();
    requests(page, requests.read());
    hub(page, hub.get());
    BarReadings.write(page, bars.get());
    feeds(page, feeds.get());
    AnalysisFamilies.write(page, analysis.get());
    TaskFamilies.write(page, tasks.get());
    listener(page, listener.get());
    return page.text() + system.get();
  }

  private static void requests(Exposition page, List<RequestMeter.Reading> unsorted) {
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

  private static void hub(Exposition page, HubStats stats) {
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

  private static void byWire(Exposition page, Map<Wire, Long> values) {
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

  private static void feeds(Exposition page, List<FeedReading> feeds) {
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

  private static void listener(Exposition page, ListenerStats stats) {
    page.gauge("finstage_connections", "Open connections.").count(stats.connections());
    page.counter("finstage_refused_connections_total", "Connections over a limit, by limit.");
    new TreeMap<>(stats.refused()).forEach((why, n) -> page.count(n, "reason", why));
    page.counter(
            "finstage_timed_out_connections_total",
            "Connections closed because a request on them did not become complete in time.")
        .count(stats.timedOut());
  }
}
