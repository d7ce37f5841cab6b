package io.finstage.server.analysis;

/**
 * The permit of one analysis. It is held while a symbol is computed, and given back while all that
 * is computed waits for the reader, so that slow readers keep nobody from computing. To go on, the
 * analysis takes its turn again.
 *
 * <pre>
 *   HELD   --the reader is at an answer, nothing computes, Unread has room-->  UNREAD
 *   UNREAD --begin, behind those that wait-->                                  HELD
 *   either --end, or stopped while waiting-->                                  OVER
 * </pre>
 *
 * <p>{@link #computed} is for the threads that compute, the rest for the one that hands the answers
 * out.
 */
final class Turn {

  private enum State {
    HELD,
    UNREAD,
    OVER
  }

  private final Limit limit;
  private final Unread unread;
  private final Stop stop;
  private State state = State.HELD;
  private int computing;
  private boolean handingOut;
  private long answerBytes;
  private long charge;

  /** Of an analysis that has just entered. */
  Turn(Limit limit, Unread unread, Stop stop) {
    this.limit = limit;
    this.unread = unread;
    this.stop = stop;
  }

  /**
   * One symbol more is about to be computed. Waits where the permit was given back.
   *
   * @return false when it was stopped while it waited: then nothing may be computed any more
   */
  boolean begin() throws InterruptedException {
    if (heldAndBegun()) {
      return true;
    }
    end();
    if (limit.enterAgain(stop) != Limit.Entry.ENTERED) {
      return false;
    }
    synchronized (this) {
      state = State.HELD;
    }
    return heldAndBegun();
  }

  /**
   * A symbol is computed.
   *
   * @param bytes its answer, about
   */
  void computed(long bytes) {
    synchronized (this) {
      computing--;
      answerBytes += bytes;
    }
    letOthersCompute();
  }

  /** An answer is handed to the reader, which may take its time. */
  void handingOut() {
    synchronized (this) {
      handingOut = true;
    }
    letOthersCompute();
  }

  /**
   * The reader has taken an answer.
   *
   * @param bytes as {@link #computed} had it
   */
  synchronized void handedOut(long bytes) {
    handingOut = false;
    answerBytes -= bytes;
  }

  /** The analysis is over. Symbols may still be at it for a moment. */
  void end() {
    State before;
    synchronized (this) {
      before = state;
      state = State.OVER;
    }
    switch (before) {
      case HELD -> limit.leave();
      case UNREAD -> unread.remove(charge);
      case OVER -> {}
    }
  }

  private void letOthersCompute() {
    synchronized (this) {
      long asked = Unread.charge(answerBytes);
      if (state != State.HELD || !handingOut || computing > 0 || !unread.add(asked)) {
        return;
      }
      charge = asked;
      state = State.UNREAD;
    }
    limit.leave();
  }

  private synchronized boolean heldAndBegun() {
    if (state == State.HELD) {
      computing++;
      return true;
    }
    return false;
  }
}
