package io.finstage.server.api;

import io.finstage.server.market.Bar;
import java.time.Instant;
import java.util.List;

/** What is published of bars, indicators and signals, as this package spells it. Immutable. */
public sealed interface TopicState {

  /**
   * A bar as it is now.
   *
   * @param closed whether its interval is over
   */
  record OfBar(Bar bar, boolean closed) implements TopicState {}

  /** Values of an indicator at one bar. A class, since a record would share its array. */
  final class OfIndicator implements TopicState {

    private final Instant openAt;
    private final boolean closed;
    private final boolean warmingUp;
    private final List<String> outputs;
    private final double[] values;

    /**
     * Values of an indicator.
     *
     * @param openAt start of the bar
     * @param closed whether the bar is closed
     * @param warmingUp whether the start of the series still shows, or there are no values yet
     * @param outputs names of the values; shared, so it must not change
     * @param values one per output, NaN where there is none; copied
     */
    public OfIndicator(
        Instant openAt, boolean closed, boolean warmingUp, List<String> outputs, double... values) {
      if (outputs.size() != values.length) {
        throw new IllegalArgumentException(values.length + " values for " + outputs);
      }
      this.openAt = openAt;
      this.closed = closed;
      this.warmingUp = warmingUp;
      this.outputs = outputs;
      this.values = values.clone();
    }

    /** Start of the bar. */
    public Instant openAt() {
      return openAt;
    }

    public boolean closed() {
      return closed;
    }

    public boolean warmingUp() {
      return warmingUp;
    }

    /** Names of the values. */
    public List<String> outputs() {
      return outputs;
    }

    /** The value of an output; NaN while there is none. */
    public double value(int output) {
      return values[output];
    }
  }

  /**
   * Something that indicators did at a bar that closed.
   *
   * @param kind UPPER_SNAKE, as in {@code CROSSES_ABOVE}
   * @param openAt start of the bar
   * @param values in which it was seen, in the order of the signal's arguments; finite
   */
  record OfSignal(String kind, Instant openAt, List<Double> values) implements TopicState {
    public OfSignal {
      values = List.copyOf(values);
    }
  }
}
