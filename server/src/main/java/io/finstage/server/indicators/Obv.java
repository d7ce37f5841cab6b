package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/**
 * On-balance volume: the volume of rising bars less that of falling ones, from the first volume on.
 *
 * <p>Which way a close goes cannot be predicted, so nothing branches on it: the sign and the
 * not-being-zero of the change are masks on the bits of the volume.
 */
final class Obv extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("obv", "On-balance volume", Category.VOLUME)
          .reads(CLOSE, VOLUME)
          .gives("obv", Output.Unit.VOLUME, false)
          .stability(Stability.PATH_DEPENDENT)
          .also(Profile.TALIB_0_4)
          .formula(
              "obv' + v where c > c', - v where c < c'", "Granville 1963; TA-Lib 0.4, ta_OBV.c")
          .makes((p, profile) -> new Obv());

  private double previous = Double.NaN;
  private double balance;

  private Obv() {}

  private Obv(Obv other) {
    this.previous = other.previous;
    this.balance = other.balance;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double now = !Double.isNaN(previous) ? balance + signed(c - previous, v) : v;
    if (moves) {
      previous = c;
      balance = now;
    }
    out[0] = now;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] volume = bars.volume();
    double[] obv = out[0];
    if (close.length == 0) {
      return;
    }
    double before = close[0];
    double now = volume[0];
    obv[0] = now;
    for (int i = 1; i < close.length; i++) {
      now += signed(close[i] - before, volume[i]);
      before = close[i];
      obv[i] = now;
    }
    previous = before;
    balance = now;
  }

  @Override
  public Obv copy() {
    return new Obv(this);
  }

  /** The volume with the sign of the change; 0 where that is 0. */
  private static double signed(double change, double volume) {
    long bits = Double.doubleToRawLongBits(change);
    long size = bits << 1;
    long moved = (size | -size) >> 63;
    return Double.longBitsToDouble(
        (Double.doubleToRawLongBits(volume) ^ (bits & Long.MIN_VALUE)) & moved);
  }
}
