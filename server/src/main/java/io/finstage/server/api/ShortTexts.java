package io.finstage.server.api;

import io.finstage.server.analysis.SignalParser;
import io.finstage.server.analysis.SignalResolution;
import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Resolution;

/** The indicators of the catalog, and the signals over them. Stateless. */
public final class ShortTexts implements IndicatorTexts {

  @Override
  public Reading read(String text) {
    return SignalParser.isSignal(text) ? signal(text) : indicator(text);
  }

  private static Reading signal(String text) {
    return switch (SignalParser.parse(text)) {
      case SignalResolution.Ready(var rule) -> new Reading.Known(rule.text());
      case SignalResolution.Problem(String description) -> new Reading.Unknown(description);
    };
  }

  private static Reading indicator(String text) {
    return switch (Indicators.resolve(text)) {
      case Resolution.Ready(var recipe) -> new Reading.Known(recipe.text());
      case Resolution.Problem(String field, String description) ->
          new Reading.Unknown(
              field.startsWith("params.")
                  ? "has a parameter "
                      + field.substring("params.".length())
                      + " that "
                      + description
                  : description);
    };
  }
}
