package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Ichimoku Kinko Hyo: middles of three windows, two of them drawn ahead as a cloud.
 *
 * <pre>
 *   conversion = middle of 9      base = middle of 26      (highest high + lowest low) / 2
 *   span_a = (conversion + base) / 2, span_b = middle of 52, both of 26 bars ago
 * </pre>
 *
 * <p>The spans are those that lie under this bar. The lagging line is the close, drawn 26 bars
 * back, and so has no value of its own here.
 */
final class Ichimoku extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("ichimoku", "Ichimoku cloud", Category.TREND)
          .reads(HIGH, LOW)
          .period("conversion", 1, 9)
          .period("base", 1, 26)
          .period("span", 1, 52)
          .period("ahead", 1, 26)
          .gives("conversion", Output.Unit.PRICE, true)
          .gives("base", Output.Unit.PRICE, true)
          .gives("span_a", Output.Unit.PRICE, true)
          .gives("span_b", Output.Unit.PRICE, true)
          .lookback(params -> Math.min(params.integer("conversion"), params.integer("base")) - 1)
          .fades(params -> {
            int widest =
                Math.max(
                    params.integer("span"),
                    Math.max(params.integer("conversion"), params.integer("base")));
            int first = Math.min(params.integer("conversion"), params.integer("base"));
            return widest - first + params.integer("ahead");
          })
          .stability(Stability.EXACT)
          .formula(
              "middles of 9 and 26; (both) / 2 and the middle of 52, 26 bars ahead",
              "Hosoda 1969; ChartSchool, Ichimoku Cloud")
          .makes((params, profile) ->
              new Ichimoku(
                  new Range(params.integer("conversion")),
                  new Range(params.integer("base")),
                  new Range(params.integer("span")),
                  new Past(params.integer("ahead")),
                  new Past(params.integer("ahead"))));

  private final Range conversion;
  private final Range base;
  private final Range span;
  private final Past spanA;
  private final Past spanB;

  private Ichimoku(Range conversion, Range base, Range span, Past spanA, Past spanB) {
    this.conversion = conversion;
    this.base = base;
    this.span = span;
    this.spanA = spanA;
    this.spanB = spanB;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = middle(moves, conversion, h, l);
    out[1] = middle(moves, base, h, l);
    out[2] = through(moves, spanA, (out[0] + out[1]) / 2);
    out[3] = through(moves, spanB, middle(moves, span, h, l));
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] four = new double[4];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], 0, 0, four);
      for (int line = 0; line < four.length; line++) {
        out[line][i] = four[line];
      }
    }
  }

  @Override
  public Ichimoku copy() {
    return new Ichimoku(conversion.copy(), base.copy(), span.copy(), spanA.copy(), spanB.copy());
  }

  private static double middle(boolean moves, Range extremes, double h, double l) {
    if (moves) {
      extremes.add(h, l);
      return (extremes.highest() + extremes.lowest()) / 2;
    }
    return (extremes.highestWith(h) + extremes.lowestWith(l)) / 2;
  }
}
