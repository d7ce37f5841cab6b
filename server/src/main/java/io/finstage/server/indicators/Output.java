package io.finstage.server.indicators;

/**
 * One line that an indicator draws.
 *
 * @param name lower_snake, as in {@code signal}
 * @param unit what the values are
 * @param onPrice whether it is drawn over the price rather than in a pane of its own
 */
public record Output(String name, Unit unit, boolean onPrice) {

  /** What values mean. */
  public enum Unit {
    /** In the currency of the price. */
    PRICE,
    /** 0 to 100, or another range in per cent. */
    PERCENT,
    /** Of the volume. */
    VOLUME,
    /** A pure number. */
    RATIO,
    /** -1, 0 or 1. */
    DIRECTION,
    /** Bars. */
    BARS
  }
}
