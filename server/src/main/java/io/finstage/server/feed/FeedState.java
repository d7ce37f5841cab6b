package io.finstage.server.feed;

/** Where a feed stands. */
public enum FeedState {
  /** The source was started and has not reported anything yet. On to any other. */
  CONNECTING,
  /** The source reports. On to any but CONNECTING. */
  EMITTING,
  /** The source waits for the first subscriber. On to EMITTING when one comes. */
  WAITING_FOR_SUBSCRIBER,
  /** The source was silent for too long and was interrupted. On to BACKING_OFF when it ended. */
  MUTE,
  /** The source ended before its time; it is started again after a while. On to CONNECTING. */
  BACKING_OFF,
  /** The source has reported all there is. Stays. */
  FINISHED,
  /** The source cannot go on before someone mends what the reason names. Stays. */
  FAILED,
  /** The feed was closed. Stays. */
  CLOSED
}
