package io.finstage.server.indicators;

/**
 * The last n values in one piece, oldest first: each is written twice, n apart, so that the window
 * never wraps. Not thread-safe.
 */
final class Ring {

  private final int length;
  private final double[] twice;

  /** Where the oldest is and the next goes. */
  private int at;

  private int count;

  Ring(int length) {
    this.length = length;
    this.twice = new double[2 * length];
  }

  private Ring(Ring other) {
    this.length = other.length;
    this.twice = other.twice.clone();
    this.at = other.at;
    this.count = other.count;
  }

  /** Takes a value in; returns the one that had to go, 0 while there are fewer than n. */
  double push(double value) {
    double gone = twice[at];
    twice[at] = value;
    twice[at + length] = value;
    at = at + 1 == length ? 0 : at + 1;
    count++;
    return gone;
  }

  /**
   * Takes the last {@link #push} back.
   *
   * @param gone what it returned
   */
  void undo(double gone) {
    at = at == 0 ? length - 1 : at - 1;
    twice[at] = gone;
    twice[at + length] = gone;
    count--;
  }

  /** Whether there are n values. */
  boolean full() {
    return count >= length;
  }

  /** How many there were in all. */
  int count() {
    return count;
  }

  /** The value {@code bars} before the newest, which is 0. */
  double ago(int bars) {
    return twice[at + length - 1 - bars];
  }

  /** The window from {@link #first} on; for reading. */
  double[] window() {
    return twice;
  }

  /** Index of the oldest value in {@link #window}. */
  int first() {
    return at;
  }

  Ring copy() {
    return new Ring(this);
  }
}
