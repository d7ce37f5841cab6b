package io.finstage.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of the analysis; {@link Keys} has them in their place. */
final class AnalysisKeys {

  static final List<Key<?>> LIST = new ArrayList<>();

  static final Key<Integer> LIVE_BARS_MAX =
      key(
          "analysis.live-bars-max",
          "1000",
          Kind.integer(1, 10_000_000),
          "bars that a live indicator begins with");
  static final Key<Integer> LIVE_QUEUE_MAX =
      key(
          "analysis.live-queue-max",
          "1024",
          Kind.integer(1, 10_000_000),
          "closed bars of a symbol and interval that wait for live indicators");
  static final Key<Integer> THREADS =
      key(
          "analysis.threads",
          "0",
          Kind.integer(0, 1024),
          "threads that compute; 0: as many as processors");
  static final Key<Integer> CONCURRENCY_MAX =
      key("analysis.concurrency-max", "8", Kind.integer(1, 10_000), "analyses at a time");
  static final Key<Integer> QUEUE_MAX =
      key("analysis.queue-max", "64", Kind.integer(0, 100_000), "analyses that wait");
  static final Key<Integer> SYMBOLS_MAX =
      key("analysis.symbols-max", "1000", Kind.integer(1, 100_000), "symbols of one analysis");
  static final Key<Integer> INDICATORS_MAX =
      key(
          "analysis.indicators-max",
          "50",
          Kind.integer(1, 10_000),
          "indicators and signals of one analysis");
  static final Key<Integer> BARS_MAX =
      key("analysis.bars-max", "100000", Kind.integer(1, 10_000_000), "bars of one symbol");
  static final Key<Integer> VALUES_MAX =
      key(
          "analysis.values-max",
          "20000000",
          Kind.integer(1, 2_000_000_000),
          "bars times indicators and signals, over all symbols of one analysis");
  static final Key<Integer> ANSWER_BYTES_MAX =
      key(
          "analysis.answer-bytes-max",
          "8MiB",
          Kind.bytes(1024, 256 * 1024 * 1024),
          "one symbol's answer");
  static final Key<Integer> UNREAD_BYTES_MAX =
      key(
          "analysis.unread-bytes-max",
          "64MiB",
          Kind.bytes(1024 * 1024, 1024 * 1024 * 1024),
          "answers of analyses that wait for slow readers");
  static final Key<Duration> TIMEOUT =
      key(
          "analysis.timeout",
          "30s",
          Kind.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          "longest one analysis may take");

  private AnalysisKeys() {}

  private static <T> Key<T> key(String name, String standard, Kind<T> kind, String help) {
    Key<T> key = new Key<>(name, standard, kind, help);
    LIST.add(key);
    return key;
  }
}
