package io.finstage.server.api;

import io.finstage.proto.v1.AlertCondition;
import io.finstage.server.alerts.AlertCondition.IndicatorLevel;
import io.finstage.server.alerts.AlertCondition.PercentMove;
import io.finstage.server.alerts.AlertCondition.PriceLevel;
import io.finstage.server.alerts.AlertCondition.RateOfChange;
import io.finstage.server.alerts.AlertCondition.ReadingAbsence;
import io.finstage.server.alerts.AlertCondition.SignalSeen;
import io.finstage.server.alerts.AlertCondition.SourceAbsence;
import io.finstage.server.alerts.AlertCondition.Threshold;
import io.finstage.server.alerts.AlertCondition.VolumeLevel;
import io.finstage.server.alerts.Comparison;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Duration;
import java.util.function.DoublePredicate;

/**
 * Conditions of a request, checked field by field; what is wrong is gathered, and something that is
 * right stands in its place. Every function is pure.
 */
final class AlertConditions {

  private static final int TEXT_MAX = 512;
  private static final String AT = "rule.condition.";
  private static final String WITHIN_SPAN = "1 s to 24 h";

  private AlertConditions() {}

  static io.finstage.server.alerts.AlertCondition read(AlertCondition it, TaskFields fields) {
    return switch (it.getConditionCase()) {
      case THRESHOLD -> threshold(it.getThreshold(), fields);
      case RATE_OF_CHANGE -> rate(it.getRateOfChange(), fields);
      case ABSENCE -> absence(it.getAbsence(), fields);
      case PRICE_LEVEL -> price(it.getPriceLevel(), fields);
      case PERCENT_MOVE -> move(it.getPercentMove(), fields);
      case INDICATOR_LEVEL -> indicator(it.getIndicatorLevel(), fields);
      case SIGNAL_SEEN -> signal(it.getSignalSeen(), fields);
      case VOLUME_LEVEL -> volume(it.getVolumeLevel(), fields);
      case CONDITION_NOT_SET -> {
        fields.add("rule.condition", "must be one of the conditions");
        yield new Threshold("", Comparison.ABOVE, 0);
      }
    };
  }

  private static Threshold threshold(AlertCondition.Threshold it, TaskFields fields) {
    String at = AT + "threshold.";
    return new Threshold(
        text(at + "reading", it.getReading(), fields),
        comparison(at, it.getComparison(), fields),
        finite(at + "value", it.getValue(), fields));
  }

  private static RateOfChange rate(AlertCondition.RateOfChange it, TaskFields fields) {
    String at = AT + "rate_of_change.";
    return new RateOfChange(
        text(at + "reading", it.getReading(), fields),
        fields.duration(
            at + "window",
            it.getWindow(),
            io.finstage.server.alerts.AlertCondition.RATE_WINDOW_MIN,
            io.finstage.server.alerts.AlertCondition.RATE_WINDOW_MAX,
            "2 s to 1 h"),
        comparison(at, it.getComparison(), fields),
        finite(at + "per_second", it.getPerSecond(), fields));
  }

  private static io.finstage.server.alerts.AlertCondition absence(
      AlertCondition.Absence it, TaskFields fields) {
    String at = AT + "absence.";
    Duration duration = span(at + "duration", it.getDuration(), fields);
    return switch (it.getOfCase()) {
      case READING -> new ReadingAbsence(text(at + "reading", it.getReading(), fields), duration);
      case SOURCE -> new SourceAbsence(text(at + "source", it.getSource(), fields), duration);
      case OF_NOT_SET -> {
        fields.add(at + "reading", "must be given, or source must");
        yield new SourceAbsence("", duration);
      }
    };
  }

  private static PriceLevel price(AlertCondition.PriceLevel it, TaskFields fields) {
    String at = AT + "price_level.";
    return new PriceLevel(
        symbol(at, it.getSymbol(), fields),
        comparison(at, it.getComparison(), fields),
        number(at + "price", it.getPrice(), v -> v > 0, "must be above 0 and finite", 1, fields));
  }

  private static PercentMove move(AlertCondition.PercentMove it, TaskFields fields) {
    String at = AT + "percent_move.";
    return new PercentMove(
        symbol(at, it.getSymbol(), fields),
        span(at + "window", it.getWindow(), fields),
        number(
            at + "percent", it.getPercent(), v -> v != 0, "must be finite and not 0", 1, fields));
  }

  private static IndicatorLevel indicator(AlertCondition.IndicatorLevel it, TaskFields fields) {
    String at = AT + "indicator_level.";
    return new IndicatorLevel(
        symbol(at, it.getSymbol(), fields),
        interval(at, it.getInterval(), fields),
        text(at + "indicator", it.getIndicator(), fields),
        it.getOutput(),
        comparison(at, it.getComparison(), fields),
        finite(at + "value", it.getValue(), fields));
  }

  private static SignalSeen signal(AlertCondition.SignalSeen it, TaskFields fields) {
    String at = AT + "signal_seen.";
    return new SignalSeen(
        symbol(at, it.getSymbol(), fields),
        interval(at, it.getInterval(), fields),
        text(at + "signal", it.getSignal(), fields));
  }

  private static VolumeLevel volume(AlertCondition.VolumeLevel it, TaskFields fields) {
    String at = AT + "volume_level.";
    return new VolumeLevel(
        symbol(at, it.getSymbol(), fields),
        interval(at, it.getInterval(), fields),
        number(at + "above", it.getAbove(), v -> v >= 0, "must be 0 or more, finite", 0, fields));
  }

  private static Symbol symbol(String at, String text, TaskFields fields) {
    if (Symbol.isValid(text)) {
      return new Symbol(text);
    }
    fields.add(at + "symbol", "must have the form of a symbol");
    return new Symbol("TEST");
  }

  private static Interval interval(String at, String text, TaskFields fields) {
    return Interval.parse(text)
        .orElseGet(() -> {
          fields.add(at + "interval", "must be one of 1s, 1m, 5m, 15m, 1h, 1d");
          return Interval.M1;
        });
  }

  private static Comparison comparison(
      String at, AlertCondition.Comparison comparison, TaskFields fields) {
    return switch (comparison) {
      case ABOVE -> Comparison.ABOVE;
      case BELOW -> Comparison.BELOW;
      case COMPARISON_UNSPECIFIED, UNRECOGNIZED -> {
        fields.add(at + "comparison", "must be ABOVE or BELOW");
        yield Comparison.ABOVE;
      }
    };
  }

  private static String text(String field, String text, TaskFields fields) {
    if (text.isEmpty() || text.length() > TEXT_MAX) {
      fields.add(field, "must have 1 to " + TEXT_MAX + " characters");
    }
    return text;
  }

  private static Duration span(String field, com.google.protobuf.Duration it, TaskFields fields) {
    return fields.duration(
        field,
        it,
        io.finstage.server.alerts.AlertCondition.SPAN_MIN,
        io.finstage.server.alerts.AlertCondition.SPAN_MAX,
        WITHIN_SPAN);
  }

  private static double finite(String field, double value, TaskFields fields) {
    return number(field, value, v -> true, "must be finite", 0, fields);
  }

  private static double number(
      String field,
      double value,
      DoublePredicate allowed,
      String description,
      double standIn,
      TaskFields fields) {
    if (Double.isFinite(value) && allowed.test(value)) {
      return value;
    }
    fields.add(field, description);
    return standIn;
  }
}
