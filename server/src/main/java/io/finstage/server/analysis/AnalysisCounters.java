package io.finstage.server.analysis;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What analyses came to. Thread-safe. */
final class AnalysisCounters {

  private final LongAdder symbols = new LongAdder();
  private final Map<Fault.Code, LongAdder> failures = new EnumMap<>(Fault.Code.class);
  private final DurationCounts durations = new DurationCounts();
  private final DurationCounts work = DurationCounts.fine();
  private final LongAdder failed = new LongAdder();

  AnalysisCounters() {
    for (Fault.Code code : Fault.Code.values()) {
      failures.put(code, new LongAdder());
    }
  }

  void answered(SymbolAnalysis answer) {
    symbols.increment();
    if (answer instanceof SymbolAnalysis.Failed(String symbol, Fault fault)) {
      failed(fault.code());
    }
  }

  void failed(Fault.Code code) {
    LongAdder count = failures.get(code);
    if (count != null) {
      count.increment();
    }
  }

  void took(Duration duration) {
    durations.record(duration);
  }

  /** An analysis that was let in is over. */
  void worked(Duration duration, boolean well) {
    work.record(duration);
    if (!well) {
      failed.increment();
    }
  }

  AnalysisStats read(Limit limit, Unread unread) {
    Map<String, Long> byCode = new TreeMap<>();
    failures.forEach((code, count) -> byCode.put(code.name(), count.sum()));
    return new AnalysisStats(
        symbols.sum(),
        byCode,
        durations.read(),
        work.read(),
        failed.sum(),
        limit.inFlight(),
        limit.queued(),
        unread.analyses(),
        limit.max(),
        0,
        0);
  }
}
