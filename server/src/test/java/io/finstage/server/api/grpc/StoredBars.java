package io.finstage.server.api.grpc;

import io.finstage.server.analysis.BarSource;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A store of bars that a test fills. */
final class StoredBars implements BarSource {

  private final Map<Symbol, BarSeries> bars = new ConcurrentHashMap<>();

  void put(String symbol, BarSeries series) {
    bars.put(new Symbol(symbol), series);
  }

  @Override
  public BarSeries bars(
      Symbol symbol, Interval interval, Optional<Instant> from, Optional<Instant> to, int max) {
    BarSeries all = bars.getOrDefault(symbol, empty());
    return all.slice(0, Math.min(max, all.size()));
  }

  private static BarSeries empty() {
    double[] none = new double[0];
    return new BarSeries(new long[0], none, none, none, none, none);
  }
}
