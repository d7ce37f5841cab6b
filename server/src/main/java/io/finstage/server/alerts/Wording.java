package io.finstage.server.alerts;

import java.time.Duration;
import java.util.Locale;

/** What alerts say of themselves. Every function is pure. */
final class Wording {

  private static final double MILLIS_PER_SECOND = 1e3;

  private Wording() {}

  /** Of a condition that holds. */
  static String holds(AlertCondition condition, Sighting seen) {
    String subject = seen.subject();
    String value = number(seen.value());
    return switch (condition) {
      case AlertCondition.Threshold it ->
          subject + " is " + value + ", " + side(it.comparison(), it.value());
      case AlertCondition.RateOfChange it ->
          subject
              + " changes by "
              + value
              + " per second over "
              + span(it.window())
              + ", "
              + side(it.comparison(), it.perSecond());
      case AlertCondition.ReadingAbsence _ ->
          subject + " is not there or has not changed for " + value + " s";
      case AlertCondition.SourceAbsence _ ->
          "source " + subject + " has emitted nothing for " + value + " s";
      case AlertCondition.PriceLevel it ->
          subject + " is at " + value + ", " + side(it.comparison(), it.price());
      case AlertCondition.PercentMove it ->
          subject + " has moved by " + value + " % within " + span(it.window());
      case AlertCondition.IndicatorLevel it ->
          line(subject, it.interval().toString(), it.indicator())
              + (it.output().isEmpty() ? "" : " " + it.output())
              + " is "
              + value
              + ", "
              + side(it.comparison(), it.value());
      case AlertCondition.SignalSeen it ->
          line(subject, it.interval().toString(), it.signal()) + " happened";
      case AlertCondition.VolumeLevel it ->
          "volume of "
              + subject
              + " "
              + it.interval()
              + " is "
              + value
              + ", "
              + side(Comparison.ABOVE, it.above());
    };
  }

  /** Of a condition that does not hold any more. */
  static String clear(AlertCondition condition, Sighting seen) {
    String subject = seen.subject();
    if (seen.verdict() == Sighting.Verdict.GONE) {
      return subject + " is not there any more";
    }
    String is = " is " + number(seen.value()) + " again";
    return switch (condition) {
      case AlertCondition.Threshold _, AlertCondition.PriceLevel _ -> subject + is;
      case AlertCondition.RateOfChange _ ->
          subject + " changes by " + number(seen.value()) + " per second again";
      case AlertCondition.ReadingAbsence _ -> subject + " changes again";
      case AlertCondition.SourceAbsence _ -> "source " + subject + " emits again";
      case AlertCondition.PercentMove it ->
          subject + " has moved by " + number(seen.value()) + " % within " + span(it.window());
      case AlertCondition.IndicatorLevel it ->
          line(subject, it.interval().toString(), it.indicator()) + is;
      case AlertCondition.SignalSeen it ->
          line(subject, it.interval().toString(), it.signal()) + " did not happen again";
      case AlertCondition.VolumeLevel it -> "volume of " + subject + " " + it.interval() + is;
    };
  }

  private static String line(String symbol, String interval, String text) {
    return symbol + "|" + interval + "|" + text;
  }

  private static String side(Comparison comparison, double limit) {
    return comparison.name().toLowerCase(Locale.ROOT) + " " + number(limit);
  }

  private static String span(Duration time) {
    double seconds = time.toMillis() / MILLIS_PER_SECOND;
    return number(seconds) + " s";
  }

  /** Six digits that count; no trailing zeros. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "nothing";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    String text = String.format(Locale.ROOT, "%.6g", value);
    return text.contains(".") && !text.contains("e")
        ? text.replaceAll("0+$", "").replaceAll("\\.$", "")
        : text;
  }
}
