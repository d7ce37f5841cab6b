package io.finstage.client;

import java.util.List;

/**
 * What there is to know about an indicator of the server.
 *
 * @param id lower case, as in {@code rsi}
 * @param aliases other names that are understood
 * @param title as in {@code Relative strength index}
 * @param category UPPER_SNAKE, as in {@code MOMENTUM}
 * @param inputs columns of bars that it reads: open, high, low, close, volume
 * @param parameters in the order in which the short text gives them
 * @param outputs at least one
 * @param stability EXACT, FINITE, RECURSIVE or PATH_DEPENDENT
 * @param profiles those whose values differ; ACCURATE is always among them
 * @param lookback bars before the first value, with the default parameters
 * @param formula in one line
 * @param source where the formula was published
 */
public record IndicatorInfo(
    String id,
    List<String> aliases,
    String title,
    String category,
    List<String> inputs,
    List<Parameter> parameters,
    List<Line> outputs,
    String stability,
    List<String> profiles,
    int lookback,
    String formula,
    String source) {

  public IndicatorInfo {
    aliases = List.copyOf(aliases);
    inputs = List.copyOf(inputs);
    parameters = List.copyOf(parameters);
    outputs = List.copyOf(outputs);
    profiles = List.copyOf(profiles);
  }

  /**
   * A setting.
   *
   * @param whole whether only whole numbers are allowed
   * @param defaultValue the value where none is given
   */
  public record Parameter(
      String name, boolean whole, double min, double max, double defaultValue) {}

  /**
   * One line of values.
   *
   * @param name as {@link IndicatorValues#line(String)} takes it
   * @param unit PRICE, PERCENT, VOLUME, RATIO, DIRECTION or BARS
   * @param onPrice whether it is drawn over the price rather than in a pane of its own
   */
  public record Line(String name, String unit, boolean onPrice) {}
}
