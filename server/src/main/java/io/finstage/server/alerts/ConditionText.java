package io.finstage.server.alerts;

import com.google.gson.JsonObject;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Duration;

/** Conditions as JSON, as they are kept. Every function is pure. */
final class ConditionText {

  private static final String TYPE = "type";
  private static final String READING = "reading";
  private static final String WINDOW = "window_ms";
  private static final String DURATION = "duration_ms";
  private static final String COMPARISON = "comparison";
  private static final String VALUE = "value";
  private static final String SYMBOL = "symbol";
  private static final String INTERVAL = "interval";
  private static final String TEXT = "text";

  private ConditionText() {}

  static JsonObject write(AlertCondition condition) {
    JsonObject json = new JsonObject();
    switch (condition) {
      case AlertCondition.Threshold it -> {
        json.addProperty(TYPE, "threshold");
        json.addProperty(READING, it.reading());
        compare(json, it.comparison(), it.value());
      }
      case AlertCondition.RateOfChange it -> {
        json.addProperty(TYPE, "rate_of_change");
        json.addProperty(READING, it.reading());
        json.addProperty(WINDOW, it.window().toMillis());
        compare(json, it.comparison(), it.perSecond());
      }
      case AlertCondition.ReadingAbsence it -> {
        json.addProperty(TYPE, "reading_absence");
        json.addProperty(READING, it.reading());
        json.addProperty(DURATION, it.duration().toMillis());
      }
      case AlertCondition.SourceAbsence it -> {
        json.addProperty(TYPE, "source_absence");
        json.addProperty("source", it.source());
        json.addProperty(DURATION, it.duration().toMillis());
      }
      case AlertCondition.PriceLevel it -> {
        json.addProperty(TYPE, "price_level");
        json.addProperty(SYMBOL, it.symbol().value());
        compare(json, it.comparison(), it.price());
      }
      case AlertCondition.PercentMove it -> {
        json.addProperty(TYPE, "percent_move");
        json.addProperty(SYMBOL, it.symbol().value());
        json.addProperty(WINDOW, it.window().toMillis());
        json.addProperty(VALUE, it.percent());
      }
      case AlertCondition.IndicatorLevel it -> {
        json.addProperty(TYPE, "indicator_level");
        line(json, it.symbol(), it.interval(), it.indicator());
        json.addProperty("output", it.output());
        compare(json, it.comparison(), it.value());
      }
      case AlertCondition.SignalSeen it -> {
        json.addProperty(TYPE, "signal_seen");
        line(json, it.symbol(), it.interval(), it.signal());
      }
      case AlertCondition.VolumeLevel it -> {
        json.addProperty(TYPE, "volume_level");
        line(json, it.symbol(), it.interval(), "");
        json.addProperty(VALUE, it.above());
      }
    }
    return json;
  }

  /**
   * What was written.
   *
   * @throws RuntimeException when it was not
   */
  static AlertCondition read(JsonObject json) {
    String type = text(json, TYPE);
    return switch (type) {
      case "threshold" ->
          new AlertCondition.Threshold(text(json, READING), comparison(json), value(json));
      case "rate_of_change" ->
          new AlertCondition.RateOfChange(
              text(json, READING), millis(json, WINDOW), comparison(json), value(json));
      case "reading_absence" ->
          new AlertCondition.ReadingAbsence(text(json, READING), millis(json, DURATION));
      case "source_absence" ->
          new AlertCondition.SourceAbsence(text(json, "source"), millis(json, DURATION));
      case "price_level" ->
          new AlertCondition.PriceLevel(symbol(json), comparison(json), value(json));
      case "percent_move" ->
          new AlertCondition.PercentMove(symbol(json), millis(json, WINDOW), value(json));
      case "indicator_level" ->
          new AlertCondition.IndicatorLevel(
              symbol(json),
              interval(json),
              text(json, TEXT),
              text(json, "output"),
              comparison(json),
              value(json));
      case "signal_seen" ->
          new AlertCondition.SignalSeen(symbol(json), interval(json), text(json, TEXT));
      case "volume_level" ->
          new AlertCondition.VolumeLevel(symbol(json), interval(json), value(json));
      default -> throw new IllegalArgumentException("no condition is called " + type);
    };
  }

  private static void compare(JsonObject json, Comparison comparison, double value) {
    json.addProperty(COMPARISON, comparison.name());
    json.addProperty(VALUE, value);
  }

  private static void line(JsonObject json, Symbol symbol, Interval interval, String text) {
    json.addProperty(SYMBOL, symbol.value());
    json.addProperty(INTERVAL, interval.toString());
    json.addProperty(TEXT, text);
  }

  private static String text(JsonObject json, String field) {
    return json.get(field).getAsString();
  }

  private static double value(JsonObject json) {
    return json.get(VALUE).getAsDouble();
  }

  private static Duration millis(JsonObject json, String field) {
    return Duration.ofMillis(json.get(field).getAsLong());
  }

  private static Comparison comparison(JsonObject json) {
    return Comparison.valueOf(text(json, COMPARISON));
  }

  private static Symbol symbol(JsonObject json) {
    return new Symbol(text(json, SYMBOL));
  }

  private static Interval interval(JsonObject json) {
    return Interval.parse(text(json, INTERVAL)).orElseThrow();
  }
}
