package io.finstage.server.hub;

import java.time.Instant;

/** A change of a topic that is open on demand. Immutable, as far as its payload is. */
public final class TopicUpdate extends Update {

  private final Object payload;

  TopicUpdate(Topic topic, long sequence, Object payload, Instant receivedAt) {
    super(topic, sequence, receivedAt);
    this.payload = payload;
  }

  /** As it was published; the hub does not look inside. */
  public Object payload() {
    return payload;
  }

  @Override
  public String toString() {
    return topic() + "#" + sequence() + " " + payload;
  }
}
