package io.finstage.server.hub;

import java.time.Instant;

/** Updates for tests of the wires, which cannot make their own. */
public final class TopicUpdates {

  private TopicUpdates() {}

  /** A change of {@code topic}. */
  public static TopicUpdate of(Topic topic, long sequence, Object payload) {
    return new TopicUpdate(topic, sequence, payload, Instant.EPOCH);
  }
}
