package io.finstage.server.hub;

import org.jctools.queues.SpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one subscriber, in order: updates, slots, events. The shard offers,
 * the one writer of the moment polls.
 *
 * <p>Bounded by what is offered, not by the queue: updates and gaps only while {@link #hasRoom()},
 * one slot per subscribed symbol, and answers only as fast as {@link Subscriber} lets requests in.
 */
final class Mailbox {

  /** Items per chunk: small, because most mailboxes are empty most of the time. */
  private static final int CHUNK = 32;

  private final SpscUnboundedArrayQueue<Object> queue = new SpscUnboundedArrayQueue<>(CHUNK);
  private final int max;

  Mailbox(int max) {
    this.max = max;
  }

  boolean hasRoom() {
    return queue.size() < max;
  }

  boolean isHalfEmpty() {
    return queue.size() <= max / 2;
  }

  void offer(Object item) {
    queue.offer(item);
  }

  @Nullable Object poll() {
    return queue.poll();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }
}
