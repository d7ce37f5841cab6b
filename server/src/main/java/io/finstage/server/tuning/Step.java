package io.finstage.server.tuning;

import java.util.Optional;

/**
 * What one window has led to.
 *
 * @param verdict on the move before; a refused one is taken back
 * @param move what is to be done now
 */
record Step(Optional<Verdict> verdict, Optional<Move> move) {

  static final Step STAY = new Step(Optional.empty(), Optional.empty());

  /**
   * What came of a move.
   *
   * @param kept whether it stays
   * @param seen at the new value
   */
  record Verdict(boolean kept, Window seen) {}

  /**
   * A move.
   *
   * @param seen what it was decided on, at {@code from}
   */
  record Move(Rule rule, int from, int to, Window seen) {}

  static Step moved(Move move) {
    return new Step(Optional.empty(), Optional.of(move));
  }
}
