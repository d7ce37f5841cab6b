package io.finstage.server.tasks;

/** Why a running attempt is to stop before its end. */
enum Stop {
  CANCELLED,
  TIMEOUT,
  /** It is somebody else's by now. */
  LOST,
  /** The queue closes: the task goes back uncharged. */
  CLOSING
}
