package io.finstage.server.hub;

import java.io.IOException;

/**
 * One connection as the hub sees it: spells events in the words of its wire and writes them. All
 * methods but {@link #abort} are called by one thread at a time.
 */
public interface Outlet {

  Wire wire();

  /**
   * Appends an update.
   *
   * @param snapshot whether it is the state at subscription and not an event
   * @param conflated how many updates were folded into it
   */
  void append(Update update, boolean snapshot, long conflated, Batch batch);

  /** Appends anything else. */
  void append(Event event, Batch batch);

  /**
   * Writes all of {@code batch}. May block as long as the peer does not read.
   *
   * @throws IOException when the peer is gone; the hub then forgets the subscriber
   */
  void write(Batch batch) throws IOException;

  /** Says the last word after everything was written: a close frame, a status. May block. */
  void end(CloseReason reason);

  /**
   * Cuts the connection without another event, from any thread, at once; ends a write that blocks.
   *
   * @param reason for whoever counts, and for the status of a wire that can still send one; {@link
   *     CloseReason#CLIENT_LEFT} when the peer itself is gone
   */
  void abort(CloseReason reason);
}
