package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Change of the price over n bars: as a difference (momentum) or as a rate.
 *
 * <pre>
 *   mom = c - p   roc = 100 (c - p) / p   rocp = (c - p) / p   rocr = c / p   rocr100 = 100 c / p
 * </pre>
 *
 * <p>where p is the close n bars ago; a rate of 0 is 0. TALIB_0_4 has {@code roc = (c / p - 1)
 * 100}, which loses digits.
 */
final class Change extends Formula {

  private enum Kind {
    DIFFERENCE,
    PERCENT,
    PART,
    RATIO,
    RATIO_100
  }

  static final Descriptor MOM =
      of("mom", "Momentum", Kind.DIFFERENCE, Output.Unit.PRICE, "c - c[n]", "ta_MOM.c");
  static final Descriptor ROC =
      of(
          "roc",
          "Rate of change",
          Kind.PERCENT,
          Output.Unit.PERCENT,
          "100 (c / c[n] - 1)",
          "ta_ROC.c");
  static final Descriptor ROCP =
      of(
          "rocp",
          "Rate of change, as a part",
          Kind.PART,
          Output.Unit.RATIO,
          "c / c[n] - 1",
          "ta_ROCP.c");
  static final Descriptor ROCR =
      of(
          "rocr",
          "Rate of change, as a ratio",
          Kind.RATIO,
          Output.Unit.RATIO,
          "c / c[n]",
          "ta_ROCR.c");
  static final Descriptor ROCR100 =
      of(
          "rocr100",
          "Rate of change, as a ratio of 100",
          Kind.RATIO_100,
          Output.Unit.PERCENT,
          "100 c / c[n]",
          "ta_ROCR100.c");

  private final Kind kind;
  private final boolean talib;
  private final Past past;

  private Change(Kind kind, int period, boolean talib) {
    this(kind, talib, new Past(period));
  }

  private Change(Kind kind, boolean talib, Past past) {
    this.kind = kind;
    this.talib = talib;
    this.past = past;
  }

  /** The rate of change in per cent, for indicators made of it. */
  static Change percent(int period, Profile profile) {
    return new Change(Kind.PERCENT, period, profile == Profile.TALIB_0_4);
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = with(moves, c);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] change = out[0];
    for (int i = 0; i < close.length; i++) {
      change[i] = between(past.next(close[i]), close[i]);
    }
  }

  @Override
  public Change copy() {
    return new Change(kind, talib, past.copy());
  }

  /** The value with this price, which may be any series without NaN. */
  double with(boolean moves, double price) {
    return between(through(moves, past, price), price);
  }

  private double between(double before, double now) {
    if (before == 0 && kind != Kind.DIFFERENCE) {
      return 0;
    }
    return switch (kind) {
      case DIFFERENCE -> now - before;
      case PERCENT -> talib ? (now / before - 1) * 100 : 100 * ((now - before) / before);
      case PART -> (now - before) / before;
      case RATIO -> now / before;
      case RATIO_100 -> now / before * 100;
    };
  }

  private static Descriptor of(
      String id, String title, Kind kind, Output.Unit unit, String formula, String file) {
    return Descriptor.of(id, title, Category.MOMENTUM)
        .reads(CLOSE)
        .period("period", 1, 10)
        .gives(id, unit, false)
        .lookback(p -> p.integer("period"))
        .also(Profile.TALIB_0_4)
        .formula(formula, "Achelis, Technical Analysis; TA-Lib 0.4, " + file)
        .makes((p, profile) -> new Change(kind, p.integer("period"), profile == Profile.TALIB_0_4));
  }
}
