package io.finstage.client;

/** Which values of a series are asked for. Immutable. */
public sealed interface Output {

  /** The last value of each line. */
  record Last() implements Output {}

  /**
   * The newest values.
   *
   * @param bars how many, 1 or more
   */
  record Tail(int bars) implements Output {

    public Tail {
      if (bars < 1) {
        throw new IllegalArgumentException("a tail has 1 bar or more, not " + bars);
      }
    }
  }

  /** All of them. */
  record Full() implements Output {}
}
