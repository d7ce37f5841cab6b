package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/**
 * Difference of two EMAs: absolute (APO), in per cent of the slow one (PPO), or that of the volume
 * (PVO). If fast is the longer they change places. Unlike in MACD, each begins with its own first n
 * values. In per cent of 0 it is 0; TALIB_0_4 takes what is within 1e-8 of 0 for 0.
 */
final class PriceOscillator extends Formula {

  static final Descriptor APO =
      of("apo", "Absolute price oscillator", Category.MOMENTUM, CLOSE)
          .gives("apo", Output.Unit.PRICE, false)
          .also(Profile.TALIB_0_4)
          .formula("EMA(c, fast) - EMA(c, slow)", "TA-Lib 0.4, ta_APO.c with EMA")
          .makes((p, profile) -> new PriceOscillator(p, false, false, profile));

  static final Descriptor PPO =
      of("ppo", "Percentage price oscillator", Category.MOMENTUM, CLOSE)
          .gives("ppo", Output.Unit.PERCENT, false)
          .also(Profile.TALIB_0_4)
          .formula("100 (EMA(c, fast) / EMA(c, slow) - 1)", "TA-Lib 0.4, ta_PPO.c with EMA")
          .makes((p, profile) -> new PriceOscillator(p, true, false, profile));

  static final Descriptor PVO =
      of("pvo", "Percentage volume oscillator", Category.VOLUME, VOLUME)
          .gives("pvo", Output.Unit.PERCENT, false)
          .formula("100 (EMA(v, fast) / EMA(v, slow) - 1)", "StockCharts ChartSchool, PVO")
          .makes((p, profile) -> new PriceOscillator(p, true, true, profile));

  private static final double TALIB_ZERO = 0.00000001;

  private final boolean percent;
  private final boolean ofVolume;
  private final double zero;
  private final Smoothing fast;
  private final Smoothing slow;

  private PriceOscillator(Params params, boolean percent, boolean ofVolume, Profile profile) {
    int a = params.integer("fast");
    int b = params.integer("slow");
    this.percent = percent;
    this.ofVolume = ofVolume;
    this.zero = profile == Profile.TALIB_0_4 ? TALIB_ZERO : Double.MIN_VALUE;
    this.fast = Smoothing.ema(Math.min(a, b), profile);
    this.slow = Smoothing.ema(Math.max(a, b), profile);
  }

  private PriceOscillator(PriceOscillator other) {
    this.percent = other.percent;
    this.ofVolume = other.ofVolume;
    this.zero = other.zero;
    this.fast = other.fast.copy();
    this.slow = other.slow.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double x = ofVolume ? v : c;
    out[0] = difference(through(moves, fast, x), through(moves, slow, x));
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] values = ofVolume ? bars.volume() : bars.close();
    double[] difference = out[0];
    for (int i = 0; i < values.length; i++) {
      difference[i] = difference(fast.next(values[i]), slow.next(values[i]));
    }
  }

  @Override
  public PriceOscillator copy() {
    return new PriceOscillator(this);
  }

  private double difference(double a, double b) {
    if (!percent) {
      return a - b;
    }
    return -zero < b && b < zero ? 0 : (a - b) / b * 100;
  }

  private static Descriptor.Draft of(String id, String title, Category category, Input column) {
    return Descriptor.of(id, title, category)
        .reads(column)
        .period("fast", 2, 12)
        .period("slow", 2, 26)
        .lookback(p -> Math.max(p.integer("fast"), p.integer("slow")) - 1)
        .fades(p -> Smoothing.fadingEma(Math.max(p.integer("fast"), p.integer("slow"))))
        .also(Profile.PINE);
  }
}
