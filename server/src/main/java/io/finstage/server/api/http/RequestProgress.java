package io.finstage.server.api.http;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connection waits for the rest of something, and since when. One thread, the
 * connection's own, reports; any thread may ask.
 *
 * <p>Only waiting for input counts: a handler that works, or a response that a slow link takes, is
 * not the client's unfinished request. A new connection is unfinished from the start, so a silent
 * one is found too.
 */
final class RequestProgress {

  /** When what is unfinished began; null between requests. Of the connection's thread only. */
  private @Nullable Instant unfinishedSince;

  /** The same while the connection waits for input, else null. What the watchdog sees. */
  private volatile @Nullable Instant waitingSince;

  private volatile boolean exempt;
  private volatile boolean last;
  private boolean silent = true;
  private boolean requestBegun;

  RequestProgress(Instant openedAt) {
    unfinishedSince = openedAt;
    waitingSince = openedAt;
  }

  /** The connection now waits for input, for the rest of a request or {@code idle} between two. */
  void waiting(boolean idle) {
    if (idle) {
      unfinishedSince = null;
      requestBegun = false;
    }
    waitingSince = unfinishedSince;
  }

  /** Input came. */
  void received(Instant now) {
    waitingSince = null;
    if (silent || unfinishedSince == null) {
      silent = false;
      unfinishedSince = now;
    }
  }

  /**
   * A request's first line was read. If one was read before without a pause between, that request
   * is complete and the time starts anew.
   */
  void requestBegan(Instant now) {
    if (requestBegun) {
      unfinishedSince = now;
    }
    requestBegun = true;
  }

  /** Something became complete in what came last; what has begun after it began now. */
  void completed(Instant now) {
    unfinishedSince = now;
  }

  /** This connection has become a conversation with rules of its own. */
  void exempt() {
    exempt = true;
  }

  /** The client has said that it sends no other request. */
  void lastRequest() {
    last = true;
  }

  boolean isLastRequest() {
    return last;
  }

  boolean isExempt() {
    return exempt;
  }

  /** Whether the connection has waited too long for the rest of a request. */
  boolean overdue(Instant now, Duration timeout) {
    Instant since = waitingSince;
    return !exempt && since != null && !now.isBefore(since.plus(timeout));
  }
}
