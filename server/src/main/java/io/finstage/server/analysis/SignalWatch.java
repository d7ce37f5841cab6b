package io.finstage.server.analysis;

import io.finstage.server.indicators.Computation;
import io.finstage.server.indicators.Input;
import io.finstage.server.indicators.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Watches closed bars for one signal. A bar at which a value is missing is passed over: what comes
 * after it is compared with what was before it. The first bar that has all values is no signal,
 * since nothing is known of the bar before. Not thread-safe.
 */
final class SignalWatch {

  private static final int UNKNOWN = Integer.MIN_VALUE;

  private final SignalRule rule;
  private final Computation[] parts;

  /** Of the bar at hand; NaN where an indicator passed it over. */
  private final double[][] lines;

  /** Of the last bar before it that had a value. */
  private final double[][] linesBefore;

  private final double[] values;
  private int stance = UNKNOWN;

  SignalWatch(SignalRule rule) {
    this(rule, rule.recipes().stream().map(Recipe::begin).toArray(Computation[]::new));
  }

  private SignalWatch(SignalRule rule, Computation[] parts) {
    this.rule = rule;
    this.parts = parts;
    this.lines = new double[parts.length][];
    this.linesBefore = new double[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      lines[i] = new double[parts[i].outputs()];
      linesBefore[i] = new double[parts[i].outputs()];
      Arrays.fill(linesBefore[i], Double.NaN);
    }
    this.values = new double[rule.operands().size()];
  }

  /**
   * Takes a closed bar.
   *
   * @param openAtMillis start of the bar, milliseconds since 1970 UTC
   */
  Optional<SignalEvent> step(
      long openAtMillis, double open, double high, double low, double close, double volume) {
    for (int i = 0; i < parts.length; i++) {
      parts[i].step(openAtMillis, open, high, low, close, volume, lines[i]);
    }
    boolean complete = true;
    List<Operand> operands = rule.operands();
    for (int i = 0; i < values.length; i++) {
      values[i] = value(operands.get(i), open, high, low, close, volume);
      complete &= !Double.isNaN(values[i]);
    }
    remember();
    if (!complete) {
      return Optional.empty();
    }
    int before = stance;
    stance = rule.kind().stance(values);
    return before != UNKNOWN && rule.kind().isSignal(before, stance)
        ? Optional.of(new SignalEvent(rule, openAtMillis, Arrays.stream(values).boxed().toList()))
        : Optional.empty();
  }

  /** Another one in the same state: a checkpoint to come back to. */
  SignalWatch copy() {
    SignalWatch copy =
        new SignalWatch(
            rule, Arrays.stream(parts).map(Computation::copy).toArray(Computation[]::new));
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(linesBefore[i], 0, copy.linesBefore[i], 0, linesBefore[i].length);
    }
    copy.stance = stance;
    return copy;
  }

  private void remember() {
    for (int i = 0; i < parts.length; i++) {
      for (int line = 0; line < lines[i].length; line++) {
        if (!Double.isNaN(lines[i][line])) {
          linesBefore[i][line] = lines[i][line];
        }
      }
    }
  }

  private double value(
      Operand operand, double open, double high, double low, double close, double volume) {
    return switch (operand) {
      case Operand.Constant(double value) -> value;
      case Operand.Column(Input input) ->
          switch (input) {
            case OPEN -> open;
            case HIGH -> high;
            case LOW -> low;
            case CLOSE -> close;
            case VOLUME -> volume;
          };
      case Operand.Line(int part, int output, boolean before) ->
          before ? linesBefore[part][output] : lines[part][output];
    };
  }
}
