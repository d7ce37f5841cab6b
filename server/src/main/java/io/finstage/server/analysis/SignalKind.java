package io.finstage.server.analysis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What indicators can do. */
public enum SignalKind {
  /** The first is above the second, and was not at the bar before. */
  CROSSES_ABOVE,
  /** The first is below the second, and was not at the bar before. */
  CROSSES_BELOW,
  /** Within the zone, borders included, and was not at the bar before. */
  ENTERS,
  /** Out of the zone, and was in it at the bar before. */
  LEAVES,
  /** The faster average of closes crosses above the slower. */
  GOLDEN_CROSS,
  /** The faster average of closes crosses below the slower. */
  DEATH_CROSS,
  /**
   * The close is above the highest high of so many bars before it, and was not at the bar before.
   */
  BREAKOUT,
  /** The close is below the lowest low of so many bars before it, and was not at the bar before. */
  BREAKDOWN,
  /** The Bollinger bands are inside the Keltner channel, and were not at the bar before. */
  SQUEEZE_ON,
  /** The Bollinger bands are no longer inside the Keltner channel. */
  SQUEEZE_OFF,
  /** The direction is another than at the bar before. */
  TREND_FLIP,
  /** The high reaches the upper band, and did not at the bar before. */
  TOUCHES_UPPER,
  /** The low reaches the lower band, and did not at the bar before. */
  TOUCHES_LOWER;

  /** As in short text: {@code crosses_above}. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<SignalKind> find(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id().equalsIgnoreCase(id)).findFirst();
  }

  /**
   * Where these values stand; a signal is a change of it.
   *
   * @param v one value per operand, none of them NaN
   * @return for TREND_FLIP the direction; else 1 where the condition holds, 0 where it does not
   */
  int stance(double[] v) {
    return switch (this) {
      case CROSSES_ABOVE, GOLDEN_CROSS, BREAKOUT -> v[0] > v[1] ? 1 : 0;
      case CROSSES_BELOW, DEATH_CROSS, BREAKDOWN -> v[0] < v[1] ? 1 : 0;
      case ENTERS -> v[1] <= v[0] && v[0] <= v[2] ? 1 : 0;
      case LEAVES -> v[1] <= v[0] && v[0] <= v[2] ? 0 : 1;
      case SQUEEZE_ON -> v[0] < v[2] && v[1] > v[3] ? 1 : 0;
      case SQUEEZE_OFF -> v[0] < v[2] && v[1] > v[3] ? 0 : 1;
      case TREND_FLIP -> (int) Math.signum(v[0]);
      case TOUCHES_UPPER -> v[0] >= v[1] ? 1 : 0;
      case TOUCHES_LOWER -> v[0] <= v[1] ? 1 : 0;
    };
  }

  /** Whether going from one stance to another is the signal. */
  boolean isSignal(int before, int now) {
    return now != before && (now == 1 || this == TREND_FLIP);
  }
}
