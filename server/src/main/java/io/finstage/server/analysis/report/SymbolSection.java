package io.finstage.server.analysis.report;

import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Arrays;

/** All about one symbol: its figures, its chart, its indicators. */
final class SymbolSection {

  private SymbolSection() {}

  /**
   * Writes it.
   *
   * @param before bars before the day, which indicators begin with
   * @param bars of the day, one at least
   * @param zone of the times in the chart
   */
  static void write(
      Html html,
      String anchor,
      SymbolDay day,
      BarSeries before,
      BarSeries bars,
      Interval interval,
      ZoneId zone)
      throws IOException {
    html.raw("<article id=\"" + anchor + "\"><header><h2>").text(day.symbol().value());
    html.raw("</h2><p class=\"price\">").text(Figures.price(day.close(), day.close()));
    html.raw("</p><p class=\"change " + Overview.side(day) + "\">");
    html.text(Figures.change(day.change())).raw("</p></header>\n<dl class=\"facts\">");
    fact(html, "Open", Figures.price(day.open(), day.close()));
    fact(html, "High", Figures.price(day.high(), day.close()));
    fact(html, "Low", Figures.price(day.low(), day.close()));
    fact(html, "Close before", Figures.price(day.closeBefore(), day.close()));
    fact(html, "VWAP", Figures.price(day.vwap(), day.close()));
    fact(html, "Volume", Figures.compact(day.volume()));
    fact(html, "Turnover", Figures.compact(day.turnover()));
    fact(html, "Bars", Figures.compact(day.bars()));
    html.raw("</dl>\n").raw(PriceChart.of(day, bars, interval.millis(), zone));
    html.raw("<p class=\"legend\"><i class=\"vwap\"></i>VWAP");
    html.raw(Double.isNaN(day.closeBefore()) ? "" : "<i class=\"before\"></i>close before the day");
    html.raw("</p>\n<div class=\"scroll\">");
    IndicatorTable.write(html, joined(before, bars), before.size());
    html.raw("</div></article>\n");
  }

  private static void fact(Html html, String name, String value) throws IOException {
    html.raw("<div><dt>").text(name).raw("</dt><dd>").text(value).raw("</dd></div>");
  }

  private static BarSeries joined(BarSeries first, BarSeries second) {
    int size = first.size() + second.size();
    long[] at = Arrays.copyOf(first.openAtMillis(), size);
    System.arraycopy(second.openAtMillis(), 0, at, first.size(), second.size());
    return new BarSeries(
        at,
        joined(first.open(), second.open()),
        joined(first.high(), second.high()),
        joined(first.low(), second.low()),
        joined(first.close(), second.close()),
        joined(first.volume(), second.volume()));
  }

  private static double[] joined(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
