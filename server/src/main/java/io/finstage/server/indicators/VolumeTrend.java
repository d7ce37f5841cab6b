package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/**
 * Three sums over the relative change of the close, {@code r = (c - c') / c'}, 0 from a close of 0.
 *
 * <pre>
 *   nvi = nvi' (1 + r) where v < v'    pvi = pvi' (1 + r) where v > v'    both from 1000
 *   pvt = pvt' + r v, from 0
 * </pre>
 */
final class VolumeTrend extends Formula {

  private enum Kind {
    NEGATIVE,
    POSITIVE,
    SUM
  }

  static final Descriptor NVI =
      of("nvi", "Negative volume index", Output.Unit.RATIO)
          .formula(
              "nvi' c / c' where v < v', from 1000", "Fosback 1976; StockCharts ChartSchool, NVI")
          .makes((p, profile) -> new VolumeTrend(Kind.NEGATIVE));

  static final Descriptor PVI =
      of("pvi", "Positive volume index", Output.Unit.RATIO)
          .formula("pvi' c / c' where v > v', from 1000", "Fosback 1976, Stock Market Logic")
          .makes((p, profile) -> new VolumeTrend(Kind.POSITIVE));

  static final Descriptor PVT =
      of("pvt", "Price volume trend", Output.Unit.VOLUME)
          .alias("vpt")
          .formula("pvt' + v (c - c') / c'", "Achelis, Technical Analysis; Pine reference, ta.pvt")
          .makes((p, profile) -> new VolumeTrend(Kind.SUM));

  /** What the two indexes begin from. */
  private static final double BASE = 1000;

  private final Kind kind;
  private double value;
  private double previousClose = Double.NaN;
  private double previousVolume;

  private VolumeTrend(Kind kind) {
    this.kind = kind;
    this.value = kind == Kind.SUM ? 0 : BASE;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double now = Double.isNaN(previousClose) ? value : next(c, v);
    if (moves) {
      value = now;
      previousClose = c;
      previousVolume = v;
    }
    out[0] = now;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] now = new double[1];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, 0, 0, bars.close()[i], bars.volume()[i], now);
      out[0][i] = now[0];
    }
  }

  @Override
  public VolumeTrend copy() {
    VolumeTrend copy = new VolumeTrend(kind);
    copy.value = value;
    copy.previousClose = previousClose;
    copy.previousVolume = previousVolume;
    return copy;
  }

  private double next(double c, double v) {
    double rate = previousClose == 0 ? 0 : (c - previousClose) / previousClose;
    return switch (kind) {
      case NEGATIVE -> v < previousVolume ? value + value * rate : value;
      case POSITIVE -> v > previousVolume ? value + value * rate : value;
      case SUM -> value + rate * v;
    };
  }

  private static Descriptor.Draft of(String id, String title, Output.Unit unit) {
    return Descriptor.of(id, title, Category.VOLUME)
        .reads(CLOSE, VOLUME)
        .gives(id, unit, false)
        .stability(Stability.PATH_DEPENDENT);
  }
}
