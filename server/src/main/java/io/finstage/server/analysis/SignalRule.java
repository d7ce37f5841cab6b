package io.finstage.server.analysis;

import io.finstage.server.indicators.Recipe;
import java.util.List;

/**
 * A signal that was understood: all that it takes to begin watching for it.
 *
 * @param text short text with every parameter, as in {@code crosses_above(ema(9),ema(21))}; two
 *     rules of the same text see the same
 * @param recipes indicators that it needs
 * @param operands what it looks at, in the order of its arguments
 */
public record SignalRule(
    SignalKind kind, String text, List<Recipe> recipes, List<Operand> operands) {

  public SignalRule {
    recipes = List.copyOf(recipes);
    operands = List.copyOf(operands);
  }

  /** A fresh watch, which has seen nothing. */
  SignalWatch begin() {
    return new SignalWatch(this);
  }

  /** Index of the first bar at which all of its indicators no longer show where they started. */
  int stableFrom() {
    int latest = recipes.stream().mapToInt(Recipe::stableFrom).max().orElse(0);
    // One more bar, since a signal compares two.
    return latest + 1;
  }
}
