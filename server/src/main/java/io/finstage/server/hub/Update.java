package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the hub knows of a topic after one change. Immutable; every subscriber is handed this same
 * object, and its bytes are made once per encoding, by the first thread that needs them.
 */
public abstract sealed class Update implements Sequenced permits PriceUpdate, TopicUpdate {

  /** How an update is spelled. */
  public enum Encoding {
    /** A complete WebSocket text frame. */
    JSON_FRAME,
    /** A field {@code events} of a protobuf batch: tag, length, event. */
    PROTOBUF_EVENT
  }

  private final Topic topic;
  private final long sequence;
  private final Instant receivedAt;
  private volatile byte @Nullable [] jsonFrame;
  private volatile byte @Nullable [] protobufEvent;

  Update(Topic topic, long sequence, Instant receivedAt) {
    this.topic = topic;
    this.sequence = sequence;
    this.receivedAt = receivedAt;
  }

  @Override
  public final Topic topic() {
    return topic;
  }

  /** Symbol of the topic. */
  public final Symbol symbol() {
    return topic.symbol();
  }

  /** Rises by one per topic. */
  @Override
  public final long sequence() {
    return sequence;
  }

  /** When this server took in what led to it. */
  public final Instant receivedAt() {
    return receivedAt;
  }

  /**
   * The bytes of this update, neither a snapshot nor conflated. Two threads may race to make them;
   * both get equal bytes.
   *
   * @return shared: must not be changed
   */
  public final byte[] encoded(Encoding encoding, Function<Update, byte[]> encoder) {
    byte[] known = encoding == Encoding.JSON_FRAME ? jsonFrame : protobufEvent;
    if (known != null) {
      return known;
    }
    byte[] bytes = encoder.apply(this);
    switch (encoding) {
      case JSON_FRAME -> jsonFrame = bytes;
      case PROTOBUF_EVENT -> protobufEvent = bytes;
    }
    return bytes;
  }
}
