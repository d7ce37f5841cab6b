package io.finstage.server.api;

/**
 * Notices a peer that is gone. Whatever arrives is a sign of life; the connection is looked at
 * {@value #LOOKS} times per heartbeat interval, and looks without a sign are counted. Counting
 * looks instead of reading a clock means that neither a clock that jumps nor a process that was
 * stopped for a while is mistaken for silence.
 *
 * <pre>
 *   silence   0 ------- interval ------- 2 x interval
 *                    ping |      goodbye, cut |
 * </pre>
 *
 * <p>A look comes up to one period after the silence began, so each step is taken one look early:
 * nobody is kept longer than two intervals. {@link #heard} may be called by any thread, {@link
 * #look} by one.
 */
public final class Liveness {

  /** Looks per heartbeat interval. */
  public static final int LOOKS = 8;

  /** What to do about the peer. */
  public enum Verdict {
    FINE,
    PING,
    /** Say goodbye, in case it can still hear. */
    GOODBYE,
    CUT
  }

  private volatile boolean heard;
  private int silentLooks;

  /** Something arrived. */
  public void heard() {
    heard = true;
  }

  /** Counts one look. */
  public Verdict look() {
    if (heard) {
      heard = false;
      silentLooks = 0;
      return Verdict.FINE;
    }
    silentLooks++;
    if (silentLooks >= 2 * LOOKS - 1) {
      return Verdict.CUT;
    }
    return switch (silentLooks) {
      case LOOKS - 1 -> Verdict.PING;
      case 2 * LOOKS - 2 -> Verdict.GOODBYE;
      default -> Verdict.FINE;
    };
  }
}
