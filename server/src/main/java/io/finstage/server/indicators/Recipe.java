package io.finstage.server.indicators;

import java.util.stream.Collectors;

/**
 * An indicator with its parameters and profile: all that it takes to begin. Two recipes that
 * compute the same are equal.
 */
public record Recipe(Descriptor descriptor, Params params, Profile profile) {

  /** A fresh computation. */
  public Computation begin() {
    return new Computation(descriptor, descriptor.factory().apply(params, profile));
  }

  /** Index of the first bar that can have a value. */
  public int lookback() {
    return descriptor.lookback().applyAsInt(params);
  }

  /** Index of the first value that no longer depends on where the series starts. */
  public int stableFrom() {
    return descriptor.stableFrom().applyAsInt(params);
  }

  /**
   * Short text with every parameter, as in {@code macd(12,26,9)} or {@code ema(9,profile=PINE)}.
   */
  public String text() {
    String values =
        descriptor.parameters().stream()
            .map(parameter -> number(params.real(parameter.name())))
            .collect(Collectors.joining(","));
    if (profile == Profile.ACCURATE) {
      return values.isEmpty() ? descriptor.id() : descriptor.id() + "(" + values + ")";
    }
    String separator = values.isEmpty() ? "" : ",";
    return descriptor.id() + "(" + values + separator + "profile=" + profile + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Recipe recipe
        && descriptor.id().equals(recipe.descriptor.id())
        && params.equals(recipe.params)
        && profile == recipe.profile;
  }

  @Override
  public int hashCode() {
    return (descriptor.id().hashCode() * 31 + params.hashCode()) * 31 + profile.hashCode();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
