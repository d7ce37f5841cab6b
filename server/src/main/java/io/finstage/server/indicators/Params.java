package io.finstage.server.indicators;

import java.util.Map;

/** Values of the parameters of one indicator, each within its bounds. */
public final class Params {

  private final Map<String, Double> values;

  Params(Map<String, Double> values) {
    this.values = Map.copyOf(values);
  }

  /** A whole number. */
  public int integer(String name) {
    return (int) real(name);
  }

  /** A number. */
  public double real(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Params params && values.equals(params.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
