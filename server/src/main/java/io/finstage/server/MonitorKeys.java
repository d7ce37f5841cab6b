package io.finstage.server;

import io.finstage.server.metrics.MonitorConfig;
import io.finstage.server.metrics.slo.SloConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of readings and objectives; {@link Keys} has them in their place. */
final class MonitorKeys {

  static final List<Key<?>> LIST = new ArrayList<>();

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final double SHARE_MIN = 0.5;
  private static final double SHARE_MAX = 0.99999;

  static final Key<Boolean> ENABLED =
      key(
          "metrics.enabled",
          "true",
          Kind.flag(),
          "whether readings are sampled each second, for the history, objectives and alerts");
  static final Key<Integer> READINGS_MAX =
      key("metrics.readings-max", "5000", Kind.integer(100, 1_000_000), "readings sampled");
  static final Key<Integer> HISTORY_MAX =
      key(
          "metrics.history-max",
          "500",
          Kind.integer(1, 100_000),
          "readings whose last hour is kept");
  static final Key<Duration> SLO_WINDOW =
      key("slo.window", "1d", Kind.duration(HOUR, MONTH), "over which objectives are judged");
  static final Key<Double> SLO_REQUEST_AVAILABILITY =
      key(
          "slo.request-availability",
          "0.999",
          Kind.decimal(SHARE_MIN, SHARE_MAX),
          "least share of requests that the server does not fail");
  static final Key<Duration> SLO_REQUEST_P99 =
      key(
          "slo.request-p99",
          "250ms",
          Kind.duration(MILLISECOND, HOUR),
          "in which 99 % of the requests end");
  static final Key<Duration> SLO_DELIVERY_P99 =
      key(
          "slo.delivery-p99",
          "50ms",
          Kind.duration(MILLISECOND, HOUR),
          "in which 99 % of the batches are written");
  static final Key<Duration> SLO_ANALYSIS_P99 =
      key(
          "slo.analysis-p99",
          "2500ms",
          Kind.duration(MILLISECOND, HOUR),
          "in which 99 % of the analyses end");
  static final Key<Double> SLO_TASK_FAILURE_MAX =
      key(
          "slo.task-failure-max",
          "0.01",
          Kind.decimal(1 - SHARE_MAX, SHARE_MIN),
          "largest share of tasks that fail");
  static final Key<Double> SLO_SOURCE_AVAILABILITY =
      key(
          "slo.source-availability",
          "0.99",
          Kind.decimal(SHARE_MIN, SHARE_MAX),
          "least share of seconds in which a live source is there");
  static final Key<Duration> SLO_SOURCE_AGE_MAX =
      key(
          "slo.source-age-max",
          "5s",
          Kind.duration(MILLISECOND, HOUR),
          "how old the newest tick of a live source may be when it comes in");

  private MonitorKeys() {}

  /** What is set. */
  static MonitorConfig read(Settings s) {
    return new MonitorConfig(
        s.get(ENABLED),
        s.get(READINGS_MAX),
        s.get(HISTORY_MAX),
        s.get(Keys.DATA_DIR),
        new SloConfig(
            s.get(SLO_WINDOW),
            s.get(SLO_REQUEST_AVAILABILITY),
            s.get(SLO_REQUEST_P99),
            s.get(SLO_DELIVERY_P99),
            s.get(SLO_ANALYSIS_P99),
            s.get(SLO_TASK_FAILURE_MAX),
            s.get(SLO_SOURCE_AVAILABILITY),
            s.get(SLO_SOURCE_AGE_MAX)));
  }

  private static <T> Key<T> key(String name, String standard, Kind<T> kind, String help) {
    Key<T> key = new Key<>(name, standard, kind, help);
    LIST.add(key);
    return key;
  }
}
