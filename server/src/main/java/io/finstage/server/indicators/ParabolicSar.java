package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Parabolic stop and reverse: a stop that hurries after the price, faster with each new extreme.
 *
 * <pre>
 *   SAR = SAR' + a (extreme - SAR'), never inside the last two bars
 *   a grows by one step with each new extreme, up to the maximum
 *   touched: the stop goes to the extreme, the side changes, a begins again
 * </pre>
 *
 * <p>It begins on the second bar, falling where the low went down by more than the high went up.
 * TA-Lib's arithmetic has no other here, so both profiles are the same.
 */
final class ParabolicSar extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("sar", "Parabolic stop and reverse", Category.TREND)
          .alias("psar")
          .reads(HIGH, LOW)
          .real("step", 0, 1000, 0.02)
          .real("maximum", 0, 1000, 0.2)
          .gives("sar", Output.Unit.PRICE, true)
          .lookback(params -> 1)
          .stability(Stability.PATH_DEPENDENT)
          .also(Profile.TALIB_0_4)
          .formula(
              "s' + a (extreme - s'), reversed when touched",
              "Wilder 1978, New Concepts; TA-Lib 0.4, ta_SAR.c")
          .makes((params, profile) -> {
            double maximum = params.real("maximum");
            return new ParabolicSar(Math.min(params.real("step"), maximum), maximum);
          });

  private final double step;
  private final double maximum;
  private int seen;
  private boolean rising;
  private double previousHigh;
  private double previousLow;
  private double factor;
  private double extreme;
  private double stop;

  private ParabolicSar(double step, double maximum) {
    this.step = step;
    this.maximum = maximum;
  }

  private ParabolicSar(ParabolicSar other) {
    this(other.step, other.maximum);
    set(other);
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    if (moves) {
      out[0] = next(h, l);
      return;
    }
    int savedSeen = seen;
    boolean savedRising = rising;
    double savedHigh = previousHigh;
    double savedLow = previousLow;
    double savedFactor = factor;
    double savedExtreme = extreme;
    double savedStop = stop;
    out[0] = next(h, l);
    seen = savedSeen;
    rising = savedRising;
    previousHigh = savedHigh;
    previousLow = savedLow;
    factor = savedFactor;
    extreme = savedExtreme;
    stop = savedStop;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] high = bars.high();
    double[] low = bars.low();
    double[] sar = out[0];
    for (int i = 0; i < sar.length; i++) {
      sar[i] = next(high[i], low[i]);
    }
  }

  @Override
  public ParabolicSar copy() {
    return new ParabolicSar(this);
  }

  private void set(ParabolicSar other) {
    seen = other.seen;
    rising = other.rising;
    previousHigh = other.previousHigh;
    previousLow = other.previousLow;
    factor = other.factor;
    extreme = other.extreme;
    stop = other.stop;
  }

  private double next(double h, double l) {
    if (seen == 0) {
      seen = 1;
      previousHigh = h;
      previousLow = l;
      return Double.NaN;
    }
    if (seen == 1) {
      begin(h, l);
    }
    double value = rising ? rise(h, l) : fall(h, l);
    previousHigh = h;
    previousLow = l;
    return value;
  }

  private void begin(double h, double l) {
    seen = 2;
    double up = h - previousHigh;
    double down = previousLow - l;
    rising = !(down > 0 && up < down);
    extreme = rising ? h : l;
    stop = rising ? previousLow : previousHigh;
    factor = step;
    previousHigh = h;
    previousLow = l;
  }

  private double rise(double h, double l) {
    if (l <= stop) {
      rising = false;
      double reversed = above(extreme, h);
      factor = step;
      extreme = l;
      stop = above(reversed + factor * (extreme - reversed), h);
      return reversed;
    }
    double value = stop;
    if (h > extreme) {
      extreme = h;
      hurry();
    }
    stop = below(stop + factor * (extreme - stop), l);
    return value;
  }

  private double fall(double h, double l) {
    if (h >= stop) {
      rising = true;
      double reversed = below(extreme, l);
      factor = step;
      extreme = h;
      stop = below(reversed + factor * (extreme - reversed), l);
      return reversed;
    }
    double value = stop;
    if (l < extreme) {
      extreme = l;
      hurry();
    }
    stop = above(stop + factor * (extreme - stop), h);
    return value;
  }

  private void hurry() {
    factor += step;
    if (factor > maximum) {
      factor = maximum;
    }
  }

  private double above(double value, double h) {
    double most = value < previousHigh ? previousHigh : value;
    return most < h ? h : most;
  }

  private double below(double value, double l) {
    double least = value > previousLow ? previousLow : value;
    return least > l ? l : least;
  }
}
