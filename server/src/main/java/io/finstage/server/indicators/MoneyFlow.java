package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/**
 * Money flow index: an RSI of turnover.
 *
 * <pre>
 *   t = (h + l + c) / 3   P, N = sums of t v over the last n bars with t > t', t < t'
 *   100 P / (P + N);  50 where nothing flowed
 * </pre>
 *
 * <p>TALIB_0_4 answers 0 where P + N is below 1.
 */
final class MoneyFlow extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("mfi", "Money flow index", Category.VOLUME)
          .reads(HIGH, LOW, CLOSE, VOLUME)
          .period("period", 2, 14)
          .gives("mfi", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("period"))
          .also(Profile.TALIB_0_4)
          .formula(
              "100 P / (P + N), sums of typical price times volume on rising and falling bars",
              "Quong and Soudack 1989; TA-Lib 0.4, ta_MFI.c")
          .makes((p, profile) -> new MoneyFlow(p.integer("period"), profile));

  private final boolean talib;
  private final Window positive;
  private final Window negative;
  private double previous = Double.NaN;

  private MoneyFlow(int period, Profile profile) {
    this.talib = profile == Profile.TALIB_0_4;
    this.positive = Window.of(period, profile);
    this.negative = Window.of(period, profile);
  }

  private MoneyFlow(MoneyFlow other) {
    this.talib = other.talib;
    this.positive = other.positive.copy();
    this.negative = other.negative.copy();
    this.previous = other.previous;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = with(moves, (h + l + c) / 3, v);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] high = bars.high();
    double[] low = bars.low();
    double[] close = bars.close();
    double[] volume = bars.volume();
    for (int i = 0; i < close.length; i++) {
      out[0][i] = with(true, (high[i] + low[i] + close[i]) / 3, volume[i]);
    }
  }

  @Override
  public MoneyFlow copy() {
    return new MoneyFlow(this);
  }

  private double with(boolean moves, double price, double volume) {
    double before = previous;
    if (moves) {
      previous = price;
    }
    if (Double.isNaN(before)) {
      return Double.NaN;
    }
    double flow = price * volume;
    double p = through(moves, positive, price > before ? flow : 0);
    double sum = p + through(moves, negative, price < before ? flow : 0);
    if (talib) {
      return sum < 1 ? 0 : 100 * (p / sum);
    }
    return sum == 0 ? 50 : 100 * (p / sum);
  }
}
