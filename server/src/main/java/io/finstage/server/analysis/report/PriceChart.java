package io.finstage.server.analysis.report;

import io.finstage.server.analysis.report.Candles.Candle;
import io.finstage.server.market.BarSeries;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Prices of a day as candles, with the volume below: an SVG drawing in so few elements that a
 * hundred of them make no large file. Colours are the page's. For one drawing.
 */
final class PriceChart {

  private static final double WIDTH = 960;
  private static final double HEIGHT = 340;
  private static final double RIGHT = 884;
  private static final double TOP = 10;
  private static final double PRICE_BOTTOM = 232;
  private static final double VOLUME_TOP = 252;
  private static final double BOTTOM = 314;
  private static final double BODY_MIN = 1;
  private static final double CANDLE_MAX = 9;
  private static final int PRICE_TICKS = 5;
  private static final int TIME_TICKS = 13;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final SymbolDay day;
  private final Candles candles;
  private final ZoneId zone;
  private final double low;
  private final double high;
  private final double volumeMax;
  private final StringBuilder svg = new StringBuilder(16_384);

  private PriceChart(SymbolDay day, Candles candles, ZoneId zone) {
    this.day = day;
    this.candles = candles;
    this.zone = zone;
    double range = Math.max(day.high() - day.low(), day.high() * 1e-4);
    double before = day.closeBefore();
    boolean near = before > day.low() - range && before < day.high() + range;
    double margin = range * 0.05;
    this.low = (near ? Math.min(before, day.low()) : day.low()) - margin;
    this.high = (near ? Math.max(before, day.high()) : day.high()) + margin;
    this.volumeMax = candles.list().stream().mapToDouble(Candle::volume).max().orElse(0);
  }

  /**
   * The drawing.
   *
   * @param bars one at least
   * @param zone of the times below
   */
  static String of(SymbolDay day, BarSeries bars, long barMillis, ZoneId zone) {
    return new PriceChart(day, Candles.of(bars, barMillis), zone).draw();
  }

  private String draw() {
    svg.append("<svg class=\"chart\" viewBox=\"0 0 960 340\" role=\"img\" aria-label=\"Prices of ")
        .append(Html.escape(day.symbol().value()))
        .append("\">");
    priceAxis();
    timeAxis();
    volumes();
    candles();
    vwap();
    closeBefore();
    lastPrice();
    return svg.append("</svg>").toString();
  }

  private void priceAxis() {
    StringBuilder lines = new StringBuilder();
    for (double tick : Ticks.values(low, high, PRICE_TICKS)) {
      lines.append("M0 ").append(Figures.at(y(tick))).append("H").append(Figures.at(RIGHT));
      // The label of the last price stands there.
      if (Math.abs(y(tick) - y(day.close())) > 14) {
        label(RIGHT + 8, y(tick) + 4, "start", "", Figures.price(tick, day.close()));
      }
    }
    path("grid", lines);
    label(RIGHT + 8, VOLUME_TOP + 10, "start", "", volumeMax > 0 ? Figures.compact(volumeMax) : "");
    path("grid", new StringBuilder("M0 " + Figures.at(BOTTOM) + "H" + Figures.at(RIGHT)));
  }

  private void timeAxis() {
    StringBuilder lines = new StringBuilder();
    for (ZonedDateTime tick :
        Ticks.times(candles.startMillis(), candles.endMillis(), zone, TIME_TICKS)) {
      double x = x(tick.toInstant().toEpochMilli());
      lines.append("M").append(Figures.at(x)).append(" ").append(Figures.at(TOP));
      lines.append("V").append(Figures.at(BOTTOM));
      boolean fits = x > 16 && x < RIGHT - 16;
      label(x, HEIGHT - 8, "middle", "", fits ? TIME.format(tick) : "");
    }
    path("grid", lines);
  }

  private void volumes() {
    StringBuilder up = new StringBuilder();
    StringBuilder down = new StringBuilder();
    for (Candle candle : candles.list()) {
      if (candle.volume() > 0) {
        double height = Math.max(0.5, candle.volume() / volumeMax * (BOTTOM - VOLUME_TOP));
        rectangle(candle.close() < candle.open() ? down : up, candle, BOTTOM - height, height);
      }
    }
    path("volume up", up);
    path("volume down", down);
  }

  private void candles() {
    StringBuilder[] wicks = {new StringBuilder(), new StringBuilder()};
    StringBuilder[] bodies = {new StringBuilder(), new StringBuilder()};
    for (Candle candle : candles.list()) {
      int side = candle.close() < candle.open() ? 1 : 0;
      double x = x(candle.openAtMillis() + candles.widthMillis() / 2);
      wicks[side].append("M").append(Figures.at(x)).append(" ");
      wicks[side].append(Figures.at(y(candle.high())));
      wicks[side].append("V").append(Figures.at(y(candle.low())));
      double top = y(Math.max(candle.open(), candle.close()));
      double height = y(Math.min(candle.open(), candle.close())) - top;
      rectangle(bodies[side], candle, top, Math.max(BODY_MIN, height));
    }
    path("wick up", wicks[0]);
    path("wick down", wicks[1]);
    path("body up", bodies[0]);
    path("body down", bodies[1]);
  }

  private void vwap() {
    StringBuilder line = new StringBuilder();
    for (Candle candle : candles.list()) {
      if (!Double.isNaN(candle.vwap())) {
        line.append(line.isEmpty() ? "M" : "L");
        line.append(Figures.at(x(candle.openAtMillis() + candles.widthMillis())));
        line.append(" ").append(Figures.at(y(candle.vwap())));
      }
    }
    path("vwap", line);
  }

  private void closeBefore() {
    double before = day.closeBefore();
    if (before >= low && before <= high) {
      String y = Figures.at(y(before));
      path("before", new StringBuilder("M0 " + y + "H" + Figures.at(RIGHT)));
    }
  }

  private void lastPrice() {
    double y = y(day.close());
    String side = day.change() < 0 ? "down" : "up";
    svg.append("<rect class=\"last ").append(side).append("\" rx=\"3\" x=\"");
    svg.append(Figures.at(RIGHT + 2)).append("\" y=\"").append(Figures.at(y - 10));
    svg.append("\" width=\"").append(Figures.at(WIDTH - RIGHT - 2)).append("\" height=\"20\"/>");
    label(RIGHT + 8, y + 4, "start", "lasttext", Figures.price(day.close(), day.close()));
  }

  private void rectangle(StringBuilder into, Candle candle, double top, double height) {
    double slot = x(candles.widthMillis()) - x(0);
    double width = Math.min(CANDLE_MAX, Math.max(0.8, slot * 0.7));
    double x = x(candle.openAtMillis() + candles.widthMillis() / 2) - width / 2;
    into.append("M").append(Figures.at(x)).append(" ").append(Figures.at(top));
    into.append("h").append(Figures.at(width)).append("v").append(Figures.at(height));
    into.append("h").append(Figures.at(-width)).append("z");
  }

  private void path(String classes, StringBuilder commands) {
    if (!commands.isEmpty()) {
      svg.append("<path class=\"").append(classes).append("\" d=\"");
      svg.append(commands).append("\"/>");
    }
  }

  private void label(double x, double y, String anchor, String classes, String text) {
    if (!text.isEmpty()) {
      svg.append("<text class=\"").append(classes).append("\" x=\"").append(Figures.at(x));
      svg.append("\" y=\"").append(Figures.at(y)).append("\" text-anchor=\"").append(anchor);
      svg.append("\">").append(Html.escape(text)).append("</text>");
    }
  }

  private double x(long millis) {
    double span = candles.endMillis() - candles.startMillis();
    return (millis - candles.startMillis()) / span * RIGHT;
  }

  private double y(double price) {
    return PRICE_BOTTOM - (price - low) / (high - low) * (PRICE_BOTTOM - TOP);
  }
}
