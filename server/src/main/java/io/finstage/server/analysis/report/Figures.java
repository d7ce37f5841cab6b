package io.finstage.server.analysis.report;

import io.finstage.server.indicators.Output;
import java.util.Locale;

/** Numbers as people read them, the same in every country. Pure functions. */
final class Figures {

  private static final String NONE = "–";
  private static final String[] SCALES = {"", " k", " M", " bn", " tn"};

  private Figures() {}

  /** With as many decimals as prices of that size have. */
  static String price(double value, double size) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    return fixed(value, decimals(size));
  }

  /** A ratio in per cent, with its sign. */
  static String change(double ratio) {
    return Double.isFinite(ratio)
        ? minus(String.format(Locale.ROOT, "%+.2f %%", ratio * 100))
        : NONE;
  }

  /** Three or four digits and a scale: 12.3 M. */
  static String compact(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double rest = value;
    int scale = 0;
    while (Math.abs(rest) >= 999.5 && scale < SCALES.length - 1) {
      rest /= 1000;
      scale++;
    }
    boolean whole = scale == 0 && rest == Math.rint(rest);
    String digits =
        Math.abs(rest) >= 100 || whole ? "%.0f" : Math.abs(rest) >= 10 ? "%.1f" : "%.2f";
    return minus(String.format(Locale.ROOT, digits, rest)) + SCALES[scale];
  }

  /** A value of an indicator. */
  static String value(double value, Output.Unit unit, double price) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    return switch (unit) {
      // Differences of prices are small beside them.
      case PRICE -> fixed(value, decimals(price) + (Math.abs(value) < price / 10 ? 2 : 0));
      case PERCENT -> minus(String.format(Locale.ROOT, "%.1f", value));
      case VOLUME -> compact(value);
      case RATIO -> minus(String.format(Locale.ROOT, "%.2f", value));
      case DIRECTION, BARS -> minus(String.format(Locale.ROOT, "%.0f", value));
    };
  }

  /** A length in a drawing: one decimal is a tenth of a pixel. */
  static String at(double length) {
    long tenths = Math.round(length * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }

  private static int decimals(double price) {
    return price >= 10 ? 2 : price >= 0.1 ? 4 : 8;
  }

  private static String fixed(double value, int decimals) {
    return minus(String.format(Locale.ROOT, "%,." + decimals + "f", value));
  }

  private static String minus(String number) {
    return number.replace('-', '\u2212');
  }
}
