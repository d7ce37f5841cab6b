package io.finstage.server.hub;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last updates of one symbol, by sequence. One thread at a time writes; any thread reads
 * without a lock: a slot tells by its own sequence whether it still holds what was asked for.
 */
final class ReplayRing {

  private final AtomicReferenceArray<@Nullable Sequenced> slots;

  ReplayRing(int capacity) {
    slots = new AtomicReferenceArray<>(capacity);
  }

  void put(Sequenced item) {
    slots.setRelease(slot(item.sequence()), item);
  }

  /** The item with this sequence; null when it was overwritten or never was. */
  @Nullable Sequenced get(long sequence) {
    Sequenced item = slots.getAcquire(slot(sequence));
    return item != null && item.sequence() == sequence ? item : null;
  }

  int capacity() {
    return slots.length();
  }

  private int slot(long sequence) {
    return (int) (sequence % slots.length());
  }
}
