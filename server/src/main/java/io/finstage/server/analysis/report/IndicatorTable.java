package io.finstage.server.analysis.report;

import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Output;
import io.finstage.server.indicators.Recipe;
import io.finstage.server.indicators.Resolution;
import io.finstage.server.market.BarSeries;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What indicators came to on a day: at its last bar, and between which values they moved. */
final class IndicatorTable {

  /** What most look at first; with the parameters that their authors gave them. */
  private static final List<Recipe> RECIPES =
      Stream.of(
              "sma(20)",
              "ema(50)",
              "bbands(20,2)",
              "rsi(14)",
              "macd(12,26,9)",
              "stoch(14,3,3)",
              "adx(14)",
              "cci(20)",
              "mfi(14)",
              "atr(14)",
              "obv")
          .map(IndicatorTable::recipe)
          .toList();

  private static final String HEAD =
      """
      <table class="indicators"><thead><tr><th>Indicator</th><th>Line</th><th class="n">Last</th>\
      <th class="n">Low</th><th class="n">High</th><th>Through the day</th></tr></thead><tbody>
      """;

  private IndicatorTable() {}

  /** Bars that they begin with, before the day. */
  static int warmUp() {
    return 250;
  }

  /**
   * Writes the table.
   *
   * @param bars of the day, and those before it
   * @param from index of the first bar of the day
   */
  static void write(Html html, BarSeries bars, int from) throws IOException {
    double price = bars.close()[bars.size() - 1];
    html.raw(HEAD);
    for (Recipe recipe : RECIPES) {
      double[][] lines = recipe.begin().run(bars);
      List<Output> outputs = recipe.descriptor().outputs();
      for (int i = 0; i < lines.length; i++) {
        html.raw("<tr>");
        if (i == 0) {
          html.raw("<th scope=\"rowgroup\" rowspan=\"" + lines.length + "\">");
          html.text(recipe.descriptor().title());
          html.raw(" <small>").text(recipe.text()).raw("</small></th>");
        }
        row(html, outputs.get(i), lines[i], from, price);
        html.raw("</tr>\n");
      }
    }
    html.raw("</tbody></table>\n");
  }

  private static void row(Html html, Output output, double[] values, int from, double price)
      throws IOException {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = from; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
    }
    html.raw("<td>").text(output.name().replace('_', ' ')).raw("</td>");
    for (double value : new double[] {values[values.length - 1], low, high}) {
      html.raw("<td class=\"n\">").text(Figures.value(value, output.unit(), price)).raw("</td>");
    }
    html.raw("<td>").raw(Sparkline.of(values, from, low, high)).raw("</td>");
  }

  private static Recipe recipe(String text) {
    return switch (Indicators.resolve(text)) {
      case Resolution.Ready(Recipe recipe) -> recipe;
      case Resolution.Problem(String field, String description) ->
          throw new IllegalStateException(text + ": " + field + " " + description);
    };
  }
}
