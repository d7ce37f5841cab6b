package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Commodity channel index: distance of the typical price from its mean, in mean deviations.
 *
 * <pre>
 *   t = (h + l + c) / 3   m = SMA(t, n)   (t - m) / (0.015 mean |t[i] - m|);  0 where nothing moved
 * </pre>
 *
 * <p>The last n prices lie in a ring. TALIB_0_4 sums them from the ring's first place on, as TA-Lib
 * does, whichever is the oldest. ACCURATE has the mean from a {@link Window} and the deviations in
 * four sums side by side; that nothing moved it knows by counting equal prices, since a rounded
 * mean of equal prices need not be that price.
 */
final class Cci extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("cci", "Commodity channel index", Category.MOMENTUM)
          .reads(HIGH, LOW, CLOSE)
          .period("period", 2, 20)
          .gives("cci", Output.Unit.RATIO, false)
          .lookback(p -> p.integer("period") - 1)
          .also(Profile.TALIB_0_4)
          .formula("(t - SMA(t)) / (0.015 mean deviation)", "Lambert 1980; TA-Lib 0.4, ta_CCI.c")
          .makes((p, profile) -> new Cci(p.integer("period"), profile));

  private final boolean talib;
  private final Window window;
  private final double[] prices;
  private int at;
  private boolean full;
  private double previous = Double.NaN;

  /** Prices in a row that equal the newest, itself included; up to the period. */
  private int equal;

  private Cci(int period, Profile profile) {
    this.talib = profile == Profile.TALIB_0_4;
    this.window = Window.of(period, profile);
    this.prices = new double[period];
  }

  private Cci(Cci other) {
    this.talib = other.talib;
    this.window = other.window.copy();
    this.prices = other.prices.clone();
    this.at = other.at;
    this.full = other.full;
    this.previous = other.previous;
    this.equal = other.equal;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = with(moves, (h + l + c) / 3);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] high = bars.high();
    double[] low = bars.low();
    double[] close = bars.close();
    double[] cci = out[0];
    for (int i = 0; i < close.length; i++) {
      cci[i] = with(true, (high[i] + low[i] + close[i]) / 3);
    }
  }

  @Override
  public Cci copy() {
    return new Cci(this);
  }

  private double with(boolean moves, double price) {
    double saved = prices[at];
    prices[at] = price;
    int n = prices.length;
    boolean ready = full || at == n - 1;
    int alike = price == previous ? Math.min(equal + 1, n) : 1;
    double value = Double.NaN;
    if (talib) {
      value = ready ? inOrder(price) : value;
    } else {
      double mean = through(moves, window, price) / n;
      value = !ready ? value : alike == n ? 0 : sideBySide(mean, price);
    }
    if (!moves) {
      prices[at] = saved;
      return value;
    }
    previous = price;
    equal = alike;
    at++;
    if (at == n) {
      at = 0;
      full = true;
    }
    return value;
  }

  private double inOrder(double price) {
    int n = prices.length;
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += prices[i];
    }
    mean /= n;
    double deviation = 0;
    for (int i = 0; i < n; i++) {
      deviation += Math.abs(prices[i] - mean);
    }
    double distance = price - mean;
    return distance == 0 || deviation == 0 ? 0 : distance / (0.015 * (deviation / n));
  }

  private double sideBySide(double mean, double price) {
    double[] ring = prices;
    int n = ring.length;
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i;
    for (i = 0; i < n - 3; i += 4) {
      a += Math.abs(ring[i] - mean);
      b += Math.abs(ring[i + 1] - mean);
      c += Math.abs(ring[i + 2] - mean);
      d += Math.abs(ring[i + 3] - mean);
    }
    for (; i < n; i++) {
      a += Math.abs(ring[i] - mean);
    }
    double deviation = ((a + b) + (c + d)) / n;
    double distance = price - mean;
    return distance == 0 || deviation == 0 ? 0 : distance / (0.015 * deviation);
  }
}
