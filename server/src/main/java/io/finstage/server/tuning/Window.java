package io.finstage.server.tuning;

/**
 * What was seen of a part in one window, or the mean of several.
 *
 * @param score completions within their objective, per second; 0 or more
 * @param p99 time that 99 of 100 completions took at most, in seconds; 0 or more
 * @param use share of the limit that was taken, those that wait for it included; 0 to 1
 */
record Window(double score, double p99, double use) {

  Window {
    nonNegative("score", score);
    nonNegative("p99", p99);
    nonNegative("use", use);
  }

  /** Half of this, half of the other. */
  Window mean(Window other) {
    return new Window((score + other.score) / 2, (p99 + other.p99) / 2, (use + other.use) / 2);
  }

  /** How much better this is than {@code base}: 0.1 is ten percent more. */
  double gain(Window base) {
    if (base.score == 0) {
      return score == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    return score / base.score - 1;
  }

  private static void nonNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be 0 or more, not " + value);
    }
  }
}
