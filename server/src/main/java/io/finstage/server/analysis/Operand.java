package io.finstage.server.analysis;

import io.finstage.server.indicators.Input;

/** What a signal looks at, at every bar. */
sealed interface Operand {

  /** A number that does not move. */
  record Constant(double value) implements Operand {}

  /** A column of the bars. */
  record Column(Input input) implements Operand {}

  /**
   * A line of an indicator.
   *
   * @param part which recipe of the rule
   * @param output which of its lines
   * @param before whether the value is that of the bar before
   */
  record Line(int part, int output, boolean before) implements Operand {}
}
