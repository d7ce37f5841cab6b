package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;
import java.util.Arrays;

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

  private static final int AT_A_TIME = 256;

  private final boolean talib;
  private final double scale;
  private final Window window;
  private final int n;

  /** A ring of the last n, twice in a row: from any place on there are n in one piece. */
  private final double[] prices;

  private int at;

  /** Sum of the ring from its first place up to where the next price goes. */
  private double begun;

  private boolean full;
  private double previous = Double.NaN;

  /** Prices in a row that equal the newest, itself included; up to the period. */
  private int equal;

  private Cci(int period, Profile profile) {
    this.talib = profile == Profile.TALIB_0_4;
    this.scale = 0.015 / period;
    this.window = Window.of(period, profile);
    this.n = period;
    this.prices = new double[2 * period];
  }

  private Cci(Cci other) {
    this.talib = other.talib;
    this.scale = other.scale;
    this.window = other.window.copy();
    this.n = other.n;
    this.prices = other.prices.clone();
    this.at = other.at;
    this.begun = other.begun;
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
    double[] typical = new double[close.length];
    for (int i = 0; i < close.length; i++) {
      typical[i] = (high[i] + low[i] + close[i]) / 3;
    }
    if (talib) {
      for (int i = 0; i < close.length; i++) {
        out[0][i] = with(true, typical[i]);
      }
    } else {
      window.means(typical, out[0]);
      run(typical, out[0]);
    }
  }

  @Override
  public Cci copy() {
    return new Cci(this);
  }

  private double with(boolean moves, double price) {
    double saved = prices[at];
    prices[at] = price;
    prices[at + n] = price;
    boolean ready = full || at == n - 1;
    int alike = price == previous ? Math.min(equal + 1, n) : 1;
    double value = Double.NaN;
    if (talib) {
      value = ready ? inOrder(price) : value;
    } else {
      double mean = through(moves, window, price) / n;
      value = !ready ? value : alike == n ? 0 : byFours(mean, price);
    }
    if (!moves) {
      prices[at] = saved;
      prices[at + n] = saved;
      return value;
    }
    previous = price;
    equal = alike;
    begun += price;
    at++;
    if (at == n) {
      at = 0;
      begun = 0;
      full = true;
    }
    return value;
  }

  private double inOrder(double price) {
    double mean = begun + price;
    for (int i = at + 1; i < n; i++) {
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

  private double byFours(double mean, double price) {
    double deviation = 0;
    int i = at + 1;
    int end = i + n;
    for (; i < end - 3; i += 4) {
      double a = Math.abs(prices[i] - mean);
      double b = Math.abs(prices[i + 1] - mean);
      double c = Math.abs(prices[i + 2] - mean);
      double d = Math.abs(prices[i + 3] - mean);
      deviation += (a + b) + (c + d);
    }
    for (; i < end; i++) {
      deviation += Math.abs(prices[i] - mean);
    }
    return ratio(price - mean, deviation);
  }

  private double ratio(double distance, double deviation) {
    return distance / (scale * deviation);
  }

  /**
   * As {@link #with} for each price, some at a time: so few that all that is in use stays next to
   * the processor. The prices are copied out of step, so that the loops have one index and go
   * through vector registers.
   *
   * @param cci has the means, receives the values
   */
  private void run(double[] typical, double[] cci) {
    double[] mean = new double[AT_A_TIME];
    double[] sum = new double[AT_A_TIME];
    double[][] four = new double[4][AT_A_TIME];
    int first = Math.min(n - 1, typical.length);
    Arrays.fill(cci, 0, first, Double.NaN);
    for (int from = first; from < cci.length; from += AT_A_TIME) {
      int count = Math.min(AT_A_TIME, cci.length - from);
      System.arraycopy(cci, from, mean, 0, count);
      byFours(typical, from - first, count, mean, sum, four);
      System.arraycopy(typical, from, four[0], 0, count);
      divide(four[0], mean, sum);
      System.arraycopy(sum, 0, cci, from, count);
    }
    zeroWhereNothingMoved(typical, first, cci);
    for (int i = Math.max(0, typical.length - n); i < typical.length; i++) {
      prices[i % n] = typical[i];
      prices[i % n + n] = typical[i];
    }
    at = typical.length % n;
    full = typical.length >= n;
  }

  /** {@link #byFours(double, double)} for the windows from {@code from} on. */
  private void byFours(
      double[] typical, int from, int count, double[] mean, double[] sum, double[][] four) {
    Arrays.fill(sum, 0);
    int place = 0;
    for (; place < n - 3; place += 4) {
      for (int i = 0; i < 4; i++) {
        System.arraycopy(typical, from + place + i, four[i], 0, count);
      }
      addFour(sum, mean, four[0], four[1], four[2], four[3]);
    }
    for (; place < n; place++) {
      System.arraycopy(typical, from + place, four[0], 0, count);
      addOne(sum, mean, four[0]);
    }
  }

  private void zeroWhereNothingMoved(double[] typical, int first, double[] cci) {
    int alike = 0;
    double before = previous;
    for (int i = 0; i < typical.length; i++) {
      double price = typical[i];
      alike = price == before ? alike + 1 : 1;
      before = price;
      if (alike >= n && i >= first) {
        cci[i] = 0;
      }
    }
    previous = before;
    equal = Math.min(alike, n);
  }

  private void divide(double[] price, double[] mean, double[] sum) {
    for (int i = 0; i < AT_A_TIME; i++) {
      sum[i] = (price[i] - mean[i]) / (scale * sum[i]);
    }
  }

  private static void addFour(
      double[] sum, double[] mean, double[] a, double[] b, double[] c, double[] d) {
    for (int i = 0; i < AT_A_TIME; i++) {
      double m = mean[i];
      sum[i] +=
          (Math.abs(a[i] - m) + Math.abs(b[i] - m)) + (Math.abs(c[i] - m) + Math.abs(d[i] - m));
    }
  }

  private static void addOne(double[] sum, double[] mean, double[] a) {
    for (int i = 0; i < AT_A_TIME; i++) {
      sum[i] += Math.abs(a[i] - mean[i]);
    }
  }
}
