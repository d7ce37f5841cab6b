package io.finstage.client;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** What one indicator gave over the bars of one symbol. Immutable: arrays are copies. */
public final class IndicatorValues {

  private final String asked;
  private final String indicator;
  private final Map<String, double[]> lines;
  private final int stableFrom;
  private final int missing;

  /**
   * @param asked the text of the request
   * @param lines by name of the output, in the order of the outputs; not copied
   */
  IndicatorValues(
      String asked, String indicator, Map<String, double[]> lines, int stableFrom, int missing) {
    this.asked = asked;
    this.indicator = indicator;
    this.lines = lines;
    this.stableFrom = stableFrom;
    this.missing = missing;
  }

  /** Short text with every parameter, as in {@code macd(12,26,9)}. */
  public String indicator() {
    return indicator;
  }

  /** Names of the lines, the main one first. */
  public List<String> names() {
    return List.copyOf(lines.keySet());
  }

  /**
   * The values of one line, one for each of {@link SymbolAnalysis#openTimes()}; NaN while warming
   * up and for missing bars.
   *
   * @throws NoSuchElementException when the indicator has no such line
   */
  public double[] line(String name) {
    return existing(name).clone();
  }

  /** The values of the main line. */
  public double[] line() {
    return line(main());
  }

  /** The newest value of one line; NaN when there is none. */
  public double last(String name) {
    double[] values = existing(name);
    return values.length == 0 ? Double.NaN : values[values.length - 1];
  }

  /** The newest value of the main line; NaN when there is none. */
  public double last() {
    return last(main());
  }

  /**
   * Index, within all bars used, from which it no longer shows where they begin (influence below
   * 1e-8); as many as the bars or more when they are too few.
   */
  public int stableFrom() {
    return stableFrom;
  }

  /** Bars that were passed over because one of their values was NaN. */
  public int missing() {
    return missing;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(indicator);
    lines.forEach((name, values) ->
        text.append(' ')
            .append(name)
            .append('=')
            .append(last(name))
            .append(" of ")
            .append(values.length));
    return text.toString();
  }

  /** Whether {@code text} means this indicator: as it was asked for, or with every parameter. */
  boolean answers(String text) {
    return text.equals(indicator) || text.equals(asked);
  }

  private String main() {
    return lines.keySet().stream()
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(indicator + " has no line"));
  }

  private double[] existing(String name) {
    double[] values = lines.get(name);
    if (values == null) {
      throw new NoSuchElementException(
          indicator + " has no line '" + name + "', but " + lines.keySet());
    }
    return values;
  }
}
