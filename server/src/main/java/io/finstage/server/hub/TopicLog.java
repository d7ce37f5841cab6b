package io.finstage.server.hub;

import io.finstage.server.market.Tick;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic on its way through the hub: gives sequences and remembers. Publishing locks the log, so
 * that items enter every shard in the order of their sequences; reading does not lock.
 */
final class TopicLog {

  private final Topic topic;
  private final ReplayRing ring;
  private final long base;
  private volatile @Nullable Update last;
  private volatile long sequence;

  /** Shards with subscribers of this topic; kept by {@link OpenTopics}, under its lock. */
  int listeners;

  /** Since when there are none, in nanoseconds of the hub's clock; kept like {@link #listeners}. */
  long idleSinceNanos;

  /**
   * @param base the first item gets the sequence after it
   */
  TopicLog(Topic topic, int ringMax, long base) {
    this.topic = topic;
    this.ring = new ReplayRing(ringMax);
    this.base = base;
    this.sequence = base;
  }

  /** Of a topic that is a symbol's prices. */
  synchronized void publish(Tick tick, Instant receivedAt, List<Shard> shards) {
    PriceUpdate before = (PriceUpdate) last;
    PriceUpdate update = PriceUpdate.after(topic, before, tick, sequence + 1, receivedAt);
    ring.put(update);
    last = update;
    enter(update, shards);
  }

  /** Of any other topic. */
  synchronized void publishChange(Object payload, Instant receivedAt, List<Shard> shards) {
    TopicUpdate update = new TopicUpdate(topic, sequence + 1, payload, receivedAt);
    ring.put(update);
    last = update;
    enter(update, shards);
  }

  /** Like {@link #publishChange}, but not an event; nothing, once there was one. */
  synchronized void publishState(Object payload, Instant receivedAt, List<Shard> shards) {
    if (sequence == base) {
      TopicUpdate update = new TopicUpdate(topic, sequence + 1, payload, receivedAt);
      OpeningState state = new OpeningState(update);
      ring.put(state);
      last = update;
      enter(state, shards);
    }
  }

  /** Nothing before the first item: there is nothing to lose, and the opening state comes first. */
  synchronized void upstreamHole(List<Shard> shards) {
    if (last == null) {
      return;
    }
    UpstreamHole hole = new UpstreamHole(topic, sequence + 1);
    ring.put(hole);
    enter(hole, shards);
  }

  Topic topic() {
    return topic;
  }

  /** The sequence before the first item of this log. */
  long base() {
    return base;
  }

  /**
   * Sequence of the newest item; {@link #base} before the first. Whoever reads it finds the item in
   * the ring.
   */
  long sequence() {
    return sequence;
  }

  /** The newest update; null before the first. */
  @Nullable Update last() {
    return last;
  }

  ReplayRing ring() {
    return ring;
  }

  private void enter(Sequenced item, List<Shard> shards) {
    sequence = item.sequence();
    boolean patient = topic.aspect().channel() == Channel.INDICATORS;
    for (Shard shard : shards) {
      if (patient) {
        shard.putPatiently(item);
      } else {
        shard.put(item);
      }
    }
  }
}
