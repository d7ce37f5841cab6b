package io.finstage.server.hub;

import org.jspecify.annotations.Nullable;

/**
 * Where a new subscription begins.
 *
 * @param sequence the last sequence that it does not deliver
 * @param gap announced first
 * @param snapshot sent next
 */
record Start(
    long sequence,
    boolean resumed,
    @Nullable Gap gap,
    @Nullable Update snapshot,
    @Nullable Subscription subscription) {

  /**
   * Of a topic that has a last value: from the ring when it holds everything after the client's
   * sequence; else from the last value, with a gap for what the client misses.
   */
  static Start of(SubscribeRequest request, TopicLog log, Update last, String epoch) {
    SubscribeRequest.ResumePoint resume = request.resume();
    Long received = received(request, log.topic());
    Update snapshot = request.snapshot() ? last : null;
    if (resume == null || received == null) {
      return new Start(last.sequence(), false, null, snapshot, null);
    }
    boolean sameLife =
        resume.epoch().equals(epoch) && received >= log.base() && received <= log.sequence();
    if (sameLife && (received >= last.sequence() || log.ring().get(received + 1) != null)) {
      return new Start(received, true, null, null, null);
    }
    Gap gap =
        sameLife
            ? new Gap(log.topic(), received + 1, last.sequence(), Gap.Cause.RESUME_EXPIRED)
            : unknown(log.topic());
    return new Start(last.sequence(), false, gap, last, null);
  }

  /**
   * Of a topic that has none yet, because it was opened just now, or its symbol is not live in this
   * life of the server: its first item is still to come. What the client had before was another
   * life of the topic.
   *
   * @param base the sequence before its first
   */
  static Start beforeFirst(SubscribeRequest request, Topic topic, long base) {
    Long received = received(request, topic);
    boolean missed = received != null && received > 0;
    return new Start(base, false, missed ? unknown(topic) : null, null, null);
  }

  Start with(Subscription started) {
    return new Start(sequence, resumed, gap, snapshot, started);
  }

  void begin(Shard shard) {
    if (subscription == null) {
      throw new IllegalStateException("nothing to begin");
    }
    if (gap != null) {
      subscription.announce(gap);
    }
    if (snapshot != null) {
      subscription.subscriber.mailbox.offer(new Writer.Snapshot(snapshot));
    }
    // From the ring what a resume asks for, and holes that the source left since the last update.
    subscription.startBehind(shard);
    shard.dirty(subscription.subscriber);
  }

  private static @Nullable Long received(SubscribeRequest request, Topic topic) {
    return request.resume() == null ? null : request.resume().sequences().get(topic.name());
  }

  /** Nobody knows how much is missing. */
  private static Gap unknown(Topic topic) {
    return new Gap(topic, 0, 0, Gap.Cause.RESUME_EXPIRED);
  }
}
