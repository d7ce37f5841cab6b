package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;
import java.util.Arrays;

/**
 * Ultimate oscillator: buying pressure over three periods.
 *
 * <pre>
 *   pressure = c - min(l, c')   A(n) = sum of pressure / sum of true ranges, over n bars
 *   100 (4 A(short) + 2 A(middle) + A(long)) / 7
 * </pre>
 *
 * <p>The periods are put in order; a sum of ranges that is 0 makes its A 0. TALIB_0_4 takes what is
 * within 1e-8 of 0 for 0, and its running sums of the shorter periods begin as late as they can.
 */
final class UltimateOscillator extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("ultosc", "Ultimate oscillator", Category.MOMENTUM)
          .alias("uo")
          .reads(HIGH, LOW, CLOSE)
          .period("short", 2, 7)
          .period("middle", 2, 14)
          .period("long", 2, 28)
          .gives("ultosc", Output.Unit.PERCENT, false)
          .lookback(p -> periods(p)[2])
          .also(Profile.TALIB_0_4)
          .formula(
              "100 (4 A(short) + 2 A(middle) + A(long)) / 7, A = pressure / true range",
              "Williams 1985; TA-Lib 0.4, ta_ULTOSC.c")
          .makes((p, profile) -> new UltimateOscillator(periods(p), profile));

  private final double zero;
  private final int[] periods;
  private final Window[] pressures;
  private final Window[] ranges;
  private double previous = Double.NaN;

  /** True ranges seen, up to the longest period. */
  private int seen;

  private UltimateOscillator(int[] periods, Profile profile) {
    this.zero = profile == Profile.TALIB_0_4 ? 0.00000001 : Double.MIN_VALUE;
    this.periods = periods;
    this.pressures = new Window[periods.length];
    this.ranges = new Window[periods.length];
    for (int i = 0; i < periods.length; i++) {
      pressures[i] = Window.of(periods[i], profile);
      ranges[i] = Window.of(periods[i], profile);
    }
  }

  private UltimateOscillator(UltimateOscillator other) {
    this.zero = other.zero;
    this.periods = other.periods;
    this.pressures = other.pressures.clone();
    this.ranges = other.ranges.clone();
    for (int i = 0; i < periods.length; i++) {
      pressures[i] = pressures[i].copy();
      ranges[i] = ranges[i].copy();
    }
    this.previous = other.previous;
    this.seen = other.seen;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = with(moves, h, l, c);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    for (int i = 0; i < close.length; i++) {
      out[0][i] = with(true, bars.high()[i], bars.low()[i], close[i]);
    }
  }

  @Override
  public UltimateOscillator copy() {
    return new UltimateOscillator(this);
  }

  private double with(boolean moves, double h, double l, double c) {
    double before = previous;
    if (moves) {
      previous = c;
    }
    if (Double.isNaN(before)) {
      return Double.NaN;
    }
    double pressure = c - (l < before ? l : before);
    double range = trueRange(h, l, before);
    int longest = periods[2];
    double sum = part(moves, 0, longest, pressure, range, 4);
    sum += part(moves, 1, longest, pressure, range, 2);
    sum += part(moves, 2, longest, pressure, range, 1);
    boolean ready = seen >= longest - 1;
    if (moves && seen < longest) {
      seen++;
    }
    return ready ? 100 * (sum / 7) : Double.NaN;
  }

  private double part(
      boolean moves, int i, int longest, double pressure, double range, double weight) {
    if (seen < longest - periods[i]) {
      return 0;
    }
    double a = through(moves, pressures[i], pressure);
    double b = through(moves, ranges[i], range);
    return -zero < b && b < zero ? 0 : weight * (a / b);
  }

  private static int[] periods(Params params) {
    int[] periods = {params.integer("short"), params.integer("middle"), params.integer("long")};
    Arrays.sort(periods);
    return periods;
  }
}
