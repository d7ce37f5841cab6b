package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Awesome oscillator and accelerator oscillator, of the middle of each bar.
 *
 * <pre>
 *   m = (h + l) / 2   ao = SMA(m, fast) - SMA(m, slow)   ac = ao - SMA(ao, signal)
 * </pre>
 *
 * <p>If fast is the longer they change places.
 */
final class Awesome extends Formula {

  static final Descriptor AO =
      Descriptor.of("ao", "Awesome oscillator", Category.MOMENTUM)
          .reads(HIGH, LOW)
          .period("fast", 1, 5)
          .period("slow", 1, 34)
          .gives("ao", Output.Unit.PRICE, false)
          .lookback(p -> slow(p) - 1)
          .formula(
              "SMA(m, fast) - SMA(m, slow), m = (h + l) / 2",
              "Williams 1998, New Trading Dimensions")
          .makes((p, profile) -> new Awesome(p, 1, false));

  static final Descriptor AC =
      Descriptor.of("ac", "Accelerator oscillator", Category.MOMENTUM)
          .reads(HIGH, LOW)
          .period("fast", 1, 5)
          .period("slow", 1, 34)
          .period("signal", 1, 5)
          .gives("ac", Output.Unit.PRICE, false)
          .lookback(p -> slow(p) + p.integer("signal") - 2)
          .formula("AO - SMA(AO, signal)", "Williams 1998, New Trading Dimensions")
          .makes((p, profile) -> new Awesome(p, p.integer("signal"), true));

  private final boolean accelerator;
  private final Mean fast;
  private final Mean slow;
  private final Mean signal;

  private Awesome(Params params, int signal, boolean accelerator) {
    int a = params.integer("fast");
    int b = params.integer("slow");
    this.accelerator = accelerator;
    this.fast = Mean.of(Math.min(a, b), Profile.ACCURATE);
    this.slow = Mean.of(Math.max(a, b), Profile.ACCURATE);
    this.signal = Mean.of(signal, Profile.ACCURATE);
  }

  private Awesome(Awesome other) {
    this.accelerator = other.accelerator;
    this.fast = other.fast.copy();
    this.slow = other.slow.copy();
    this.signal = other.signal.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double middle = (h + l) / 2;
    double ao = through(moves, fast, middle) - through(moves, slow, middle);
    out[0] = accelerator ? ao - through(moves, signal, ao) : ao;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] high = bars.high();
    double[] low = bars.low();
    for (int i = 0; i < high.length; i++) {
      double middle = (high[i] + low[i]) / 2;
      double ao = fast.next(middle) - slow.next(middle);
      out[0][i] = accelerator ? ao - signal.next(ao) : ao;
    }
  }

  @Override
  public Awesome copy() {
    return new Awesome(this);
  }

  private static int slow(Params params) {
    return Math.max(params.integer("fast"), params.integer("slow"));
  }
}
