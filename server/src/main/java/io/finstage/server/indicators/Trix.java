package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/** Rate of change, in per cent over one bar, of an EMA of an EMA of an EMA. */
final class Trix extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("trix", "Triple exponential average, rate of change", Category.MOMENTUM)
          .reads(CLOSE)
          .period("period", 2, 30)
          .gives("trix", Output.Unit.PERCENT, false)
          .lookback(p -> 3 * (p.integer("period") - 1) + 1)
          .fades(p -> 3 * Smoothing.fadingEma(p.integer("period")))
          .also(Profile.TALIB_0_4, Profile.PINE)
          .formula("100 (e / e' - 1), e = EMA(EMA(EMA(c)))", "Hutson 1983; TA-Lib 0.4, ta_TRIX.c")
          .makes((p, profile) -> new Trix(p.integer("period"), profile));

  private final Smoothing first;
  private final Smoothing second;
  private final Smoothing third;
  private final Change change;

  private Trix(int period, Profile profile) {
    this.first = Smoothing.ema(period, profile);
    this.second = Smoothing.ema(period, profile);
    this.third = Smoothing.ema(period, profile);
    this.change = Change.percent(1, profile);
  }

  private Trix(Trix other) {
    this.first = other.first.copy();
    this.second = other.second.copy();
    this.third = other.third.copy();
    this.change = other.change.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double e = through(moves, first, c);
    e = through(moves, second, e);
    out[0] = change.with(moves, through(moves, third, e));
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] e = out[0];
    first.run(bars.close(), e);
    second.run(e, e);
    third.run(e, e);
    for (int i = 0; i < e.length; i++) {
      e[i] = change.with(true, e[i]);
    }
  }

  @Override
  public Trix copy() {
    return new Trix(this);
  }
}
