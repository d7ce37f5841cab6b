package io.finstage.server.tuning;

/**
 * How far and which way the next probe goes, and when there is a rest.
 *
 * <pre>
 *   step   30 % at first, 8 to 50 %: x 1.3 after a gain, x 0.7 after a refusal or what made no difference
 *   way    turned round by a refusal
 *   rest   six windows after four refusals running
 * </pre>
 */
final class Stride {

  private static final double FIRST = 0.3;
  private static final double MIN = 0.08;
  private static final double MAX = 0.5;
  private static final double GROW = 1.3;
  private static final double SHRINK = 0.7;
  private static final int REFUSALS_MAX = 4;
  private static final int REST_WINDOWS = 6;

  private double size = FIRST;
  private boolean up = true;
  private int refusals;
  private int restWindows;

  boolean isUp() {
    return up;
  }

  void turn(boolean upwards) {
    up = upwards;
  }

  /** A probe was kept. */
  void kept(boolean gained) {
    refusals = 0;
    size = gained ? Math.min(MAX, size * GROW) : Math.max(MIN, size * SHRINK);
  }

  /** A move was taken back. */
  void refused() {
    up = !up;
    size = Math.max(MIN, size * SHRINK);
    refusals++;
    if (refusals >= REFUSALS_MAX) {
      refusals = 0;
      restWindows = REST_WINDOWS;
    }
  }

  /** What was known does not hold any more: wide steps, no rest. */
  void widen() {
    size = MAX;
    refusals = 0;
    restWindows = 0;
  }

  /** Down from here, in steps no smaller than the first. */
  void brake() {
    up = false;
    size = Math.max(size, FIRST);
    restWindows = 0;
  }

  /** Whether the next {@code windows} are for rest; they are then over. */
  boolean rests(int windows) {
    boolean rests = restWindows > 0;
    restWindows = Math.max(0, restWindows - windows);
    return rests;
  }

  /** One step from {@code value}, at least 1, within the bounds. */
  int from(int value, Bounds bounds) {
    double factor = up ? 1 + size : 1 - size;
    int least = up ? value + 1 : value - 1;
    int to = (int) Math.round(value * factor);
    return bounds.clamp(up ? Math.max(least, to) : Math.min(least, to));
  }
}
