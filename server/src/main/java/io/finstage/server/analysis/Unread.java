package io.finstage.server.analysis;

/**
 * What analyses that wait for their readers may hold in memory together. One that no longer fits is
 * not turned away: it keeps its permit instead, so that there can be no more of them. Thread-safe.
 */
final class Unread {

  /** What one counts at least: its request, and what it needs to go on. */
  static final long BYTES_MIN = 1 << 20;

  private final long bytesMax;
  private long bytes;
  private int analyses;

  Unread(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What holding so much counts. */
  static long charge(long answerBytes) {
    return Math.max(BYTES_MIN, answerBytes);
  }

  /** False when there is no room. */
  synchronized boolean add(long charge) {
    if (charge > bytesMax - bytes) {
      return false;
    }
    bytes += charge;
    analyses++;
    return true;
  }

  /** The opposite of {@link #add}. */
  synchronized void remove(long charge) {
    bytes -= charge;
    analyses--;
  }

  /** How many wait for their readers. */
  synchronized int analyses() {
    return analyses;
  }
}
