package io.finstage.server.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.finstage.server.NoTasks;
import io.finstage.server.analysis.AnalysisStats;
import io.finstage.server.analysis.DurationCounts;
import io.finstage.server.bars.BarsStats;
import io.finstage.server.hub.Gap;
import io.finstage.server.hub.HubStats;
import io.finstage.server.hub.LatencyBuckets;
import io.finstage.server.hub.Wire;
import io.finstage.server.metrics.ExpositionParser.Family;
import io.finstage.server.tasks.TaskState;
import io.finstage.server.tasks.TasksStats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadingsTest {

  private static final HubStats HUB =
      new HubStats(
          Map.of(Wire.GRPC, 3L, Wire.WEBSOCKET, 7L),
          Map.of(Wire.GRPC, 30L, Wire.WEBSOCKET, 70L),
          5,
          Map.of(Gap.Cause.SLOW_CONSUMER, 2L),
          100,
          4,
          6,
          1,
          new LatencyBuckets.Reading(
              List.of(50_000L, 1_000_000L), List.of(8L, 2L, 1L), 12_000_000L));

  private static final AnalysisStats ANALYSIS =
      new AnalysisStats(
          11,
          Map.of("NOT_FOUND", 3L),
          new DurationCounts.Reading(List.of(1_000_000L), List.of(4L, 1L), 9_000_000L),
          new DurationCounts.Reading(List.of(1_000_000L), List.of(4L, 1L), 9_000_000L),
          1,
          2,
          1,
          3,
          8,
          6,
          7);
  private static final BarsStats BARS =
      new BarsStats(
          Map.of("1s", 60L, "1m", 1L),
          Map.of("1s", 3L, "1m", 0L),
          2,
          Map.of("QUEUE_FULL", 5L, "SYMBOLS_MAX", 0L),
          4,
          7,
          58,
          3,
          1,
          new BarsStats.Durations(List.of(1_000_000L, 5_000_000L), List.of(6L, 1L, 0L), 8_000_000));

  private static final FeedReading SIMULATED =
      new FeedReading(
          "simulated",
          FeedReading.State.EMITTING,
          Optional.of(Duration.ofMillis(250)),
          42,
          Map.of("PRICE", 3L),
          "emitting");

  private static final FeedReading REPLAY =
      new FeedReading(
          "replay", FeedReading.State.FINISHED, Optional.empty(), 9, Map.of("PRICE", 1L), "over");

  private final RequestMeter requests = new RequestMeter();

  private Map<String, Family> page() {
    return ExpositionParser.parse(
        new Readings(
                new Parts(
                    () -> HUB,
                    () -> BARS,
                    () -> List.of(SIMULATED, REPLAY),
                    () -> ANALYSIS,
                    () -> NoTasks.STATS,
                    () -> new ListenerStats(6, Map.of("connections_max", 2L), 8),
                    requests),
                () -> "")
            .text());
  }

  private Map<String, Double> samples(String family) {
    return requireNonNull(page().get(family)).samples();
  }

  @Test
  void thePageHoldsTheFamiliesThatAreDocumentedWithTheirTypes() {
    requests.ended("finstage.v1.PriceService", "GetPrices", "OK", 1);

    Map<String, Family> page = page();
    assertThat(page)
        .extractingFromEntries(each -> each.getKey() + " " + each.getValue().type())
        .containsExactlyInAnyOrder(
            "finstage_requests_total counter",
            "finstage_request_duration_seconds histogram",
            "finstage_subscribers gauge",
            "finstage_deliveries_total counter",
            "finstage_delivery_latency_seconds histogram",
            "finstage_source_age_seconds gauge",
            "finstage_analysis_symbols_total counter",
            "finstage_tasks gauge",
            "finstage_tasks_total counter",
            "finstage_task_wait_seconds histogram",
            "finstage_task_run_seconds histogram",
            "finstage_task_rescues_total counter",
            "finstage_task_oldest_ready_seconds gauge",
            "finstage_task_running gauge",
            "finstage_task_slots gauge",
            "finstage_task_workers gauge",
            "finstage_task_watchers gauge",
            "finstage_task_turns_total counter",
            "finstage_analysis_failures_total counter",
            "finstage_analysis_duration_seconds histogram",
            "finstage_analysis_in_flight gauge",
            "finstage_analysis_unread gauge",
            "finstage_analysis_in_flight_max gauge",
            "finstage_analysis_queue gauge",
            "finstage_analysis_live_topics gauge",
            "finstage_analysis_live_evaluations_total counter",
            "finstage_conflated_total counter",
            "finstage_gaps_total counter",
            "finstage_ticks_total counter",
            "finstage_rejected_ticks_total counter",
            "finstage_published_total counter",
            "finstage_bars_built_total counter",
            "finstage_bars_corrected_total counter",
            "finstage_bars_late_refused_total counter",
            "finstage_bars_lost_trades_total counter",
            "finstage_bars_symbols gauge",
            "finstage_bars_queue gauge",
            "finstage_bars_stored_total counter",
            "finstage_bars_store_failed_total counter",
            "finstage_bars_store_queue gauge",
            "finstage_bars_write_duration_seconds histogram",
            "finstage_symbols gauge",
            "finstage_topics gauge",
            "finstage_demoted_subscribers gauge",
            "finstage_feed_state gauge",
            "finstage_connections gauge",
            "finstage_refused_connections_total counter",
            "finstage_timed_out_connections_total counter");
  }

  @Test
  void requestsCarryServiceMethodAndCode() {
    requests.ended("finstage.v1.PriceService", "GetPrices", "OK", 1);

    assertThat(samples("finstage_requests_total"))
        .containsExactly(
            entry(
                "finstage_requests_total{code=OK, method=GetPrices,"
                    + " service=finstage.v1.PriceService}",
                1.0));
  }

  @Test
  void durationsOfRequestsAreAHistogramPerMethod() {
    requests.ended("finstage.v1.PriceService", "GetPrices", "OK", 2_000_000_000);

    String labels = "method=GetPrices, service=finstage.v1.PriceService}";
    assertThat(samples("finstage_request_duration_seconds"))
        .containsEntry("finstage_request_duration_seconds_bucket{le=1, " + labels, 0.0)
        .containsEntry("finstage_request_duration_seconds_bucket{le=2.5, " + labels, 1.0)
        .containsEntry("finstage_request_duration_seconds_bucket{le=+Inf, " + labels, 1.0)
        .containsEntry("finstage_request_duration_seconds_sum{" + labels, 2.0)
        .containsEntry("finstage_request_duration_seconds_count{" + labels, 1.0);
  }

  @Test
  void barsAreCountedByInterval() {
    assertThat(samples("finstage_bars_built_total"))
        .containsExactly(
            entry("finstage_bars_built_total{interval=1m}", 1.0),
            entry("finstage_bars_built_total{interval=1s}", 60.0));
  }

  @Test
  void theLatencyOfDeliveriesIsTheHubsHistogramInSecondsAndCumulative() {
    assertThat(samples("finstage_delivery_latency_seconds"))
        .containsExactly(
            entry("finstage_delivery_latency_seconds_bucket{le=5.0E-5}", 8.0),
            entry("finstage_delivery_latency_seconds_bucket{le=0.001}", 10.0),
            entry("finstage_delivery_latency_seconds_bucket{le=+Inf}", 11.0),
            entry("finstage_delivery_latency_seconds_sum{}", 0.012),
            entry("finstage_delivery_latency_seconds_count{}", 11.0));
  }

  @Test
  void subscribersAndDeliveriesAreTakenApartByWire() {
    assertThat(samples("finstage_subscribers"))
        .containsOnly(
            entry("finstage_subscribers{wire=grpc}", 3.0),
            entry("finstage_subscribers{wire=websocket}", 7.0));
    assertThat(samples("finstage_deliveries_total"))
        .containsOnly(
            entry("finstage_deliveries_total{wire=grpc}", 30.0),
            entry("finstage_deliveries_total{wire=websocket}", 70.0));
  }

  @Test
  void everyCauseOfAGapIsThereFromTheStart() {
    assertThat(samples("finstage_gaps_total"))
        .containsOnly(
            entry("finstage_gaps_total{cause=SLOW_CONSUMER}", 2.0),
            entry("finstage_gaps_total{cause=UPSTREAM}", 0.0),
            entry("finstage_gaps_total{cause=RESUME_EXPIRED}", 0.0));
  }

  @Test
  void aReplayHasNoSourceAge() {
    assertThat(samples("finstage_source_age_seconds"))
        .containsExactly(entry("finstage_source_age_seconds{source=simulated}", 0.25));
  }

  @Test
  void refusedTicksOfAllSourcesAreAddedUpByReason() {
    assertThat(samples("finstage_rejected_ticks_total"))
        .containsExactly(entry("finstage_rejected_ticks_total{reason=PRICE}", 4.0));
  }

  @Test
  void analysesCountSymbolsAndFailuresByCode() {
    assertThat(samples("finstage_analysis_symbols_total"))
        .containsExactly(entry("finstage_analysis_symbols_total{}", 11.0));
    assertThat(samples("finstage_analysis_failures_total"))
        .containsExactly(entry("finstage_analysis_failures_total{code=NOT_FOUND}", 3.0));
    assertThat(samples("finstage_analysis_duration_seconds"))
        .containsEntry("finstage_analysis_duration_seconds_bucket{le=0.001}", 4.0)
        .containsEntry("finstage_analysis_duration_seconds_count{}", 5.0);
  }

  @Test
  void tasksAreCountedByStateKindAndOutcome() {
    TasksStats stats =
        new TasksStats(
            Map.of(TaskState.READY, 3L),
            List.of(new TasksStats.Outcome("echo", "succeeded", 5)),
            new TasksStats.Durations(List.of(0.5), List.of(1L, 2L), 4.5),
            new TasksStats.Durations(List.of(1.0), List.of(7L, 0L), 2),
            9,
            Duration.ofMillis(1500),
            1,
            64,
            2,
            4,
            11);
    Exposition page = new Exposition();
    TaskFamilies.write(page, stats);
    Map<String, Family> families = ExpositionParser.parse(page.text());

    assertThat(requireNonNull(families.get("finstage_tasks")).samples())
        .containsEntry("finstage_tasks{state=READY}", 3.0)
        .containsEntry("finstage_tasks{state=FAILED}", 0.0);
    assertThat(requireNonNull(families.get("finstage_tasks_total")).samples())
        .containsExactly(Map.entry("finstage_tasks_total{kind=echo, outcome=succeeded}", 5.0));
    assertThat(requireNonNull(families.get("finstage_task_wait_seconds")).samples())
        .containsEntry("finstage_task_wait_seconds_bucket{le=0.5}", 1.0)
        .containsEntry("finstage_task_wait_seconds_count{}", 3.0)
        .containsEntry("finstage_task_wait_seconds_sum{}", 4.5);
    assertThat(requireNonNull(families.get("finstage_task_oldest_ready_seconds")).samples())
        .containsEntry("finstage_task_oldest_ready_seconds{}", 1.5);
  }

  @Test
  void theJvmIsOnThePageAndThePageStaysValid() {
    String text =
        new Readings(
                new Parts(
                    () -> HUB,
                    () -> BARS,
                    List::of,
                    AnalysisStats::nothing,
                    () -> NoTasks.STATS,
                    () -> new ListenerStats(0, Map.of(), 0),
                    requests))
            .text();

    assertThat(ExpositionParser.parse(text)).containsKeys("thread_count", "memory_usedHeap_bytes");
  }
}
