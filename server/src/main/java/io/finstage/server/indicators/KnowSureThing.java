package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;
import java.util.stream.IntStream;

/**
 * Know sure thing: four rates of change, smoothed and weighted 1 to 4.
 *
 * <pre>
 *   kst = sum of i SMA(ROC(c, roc_i), sma_i), i = 1 to 4   signal = SMA(kst, signal)
 * </pre>
 */
final class KnowSureThing extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("kst", "Know sure thing", Category.MOMENTUM)
          .reads(CLOSE)
          .period("roc1", 1, 10)
          .period("roc2", 1, 15)
          .period("roc3", 1, 20)
          .period("roc4", 1, 30)
          .period("sma1", 1, 10)
          .period("sma2", 1, 10)
          .period("sma3", 1, 10)
          .period("sma4", 1, 15)
          .period("signal", 1, 9)
          .gives("kst", Output.Unit.PERCENT, false)
          .gives("signal", Output.Unit.PERCENT, false)
          .lookback(p -> longest(p) + p.integer("signal") - 1)
          .formula(
              "sum of i SMA(ROC(roc_i), sma_i), and its SMA",
              "Pring 1992, Stocks and Commodities; StockCharts ChartSchool, KST")
          .makes((p, profile) -> new KnowSureThing(p));

  private final Change[] changes = new Change[4];
  private final Mean[] means = new Mean[4];
  private final Mean signal;

  private KnowSureThing(Params params) {
    for (int i = 0; i < changes.length; i++) {
      changes[i] = Change.percent(params.integer("roc" + (i + 1)), Profile.ACCURATE);
      means[i] = Mean.of(params.integer("sma" + (i + 1)), Profile.ACCURATE);
    }
    this.signal = Mean.of(params.integer("signal"), Profile.ACCURATE);
  }

  private KnowSureThing(KnowSureThing other) {
    for (int i = 0; i < changes.length; i++) {
      changes[i] = other.changes[i].copy();
      means[i] = other.means[i].copy();
    }
    this.signal = other.signal.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double kst = 0;
    for (int i = 0; i < changes.length; i++) {
      kst += (i + 1) * through(moves, means[i], changes[i].with(moves, c));
    }
    double mean = through(moves, signal, kst);
    out[0] = Double.isNaN(mean) ? Double.NaN : kst;
    out[1] = mean;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] now = new double[2];
    for (int i = 0; i < close.length; i++) {
      at(true, 0, 0, 0, close[i], 0, now);
      out[0][i] = now[0];
      out[1][i] = now[1];
    }
  }

  @Override
  public KnowSureThing copy() {
    return new KnowSureThing(this);
  }

  private static int longest(Params params) {
    return IntStream.rangeClosed(1, 4)
        .map(i -> params.integer("roc" + i) + params.integer("sma" + i) - 1)
        .max()
        .orElseThrow();
  }
}
