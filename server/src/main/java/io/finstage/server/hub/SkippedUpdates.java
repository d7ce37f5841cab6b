package io.finstage.server.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the mailbox of a subscriber that is too slow: updates are thrown away, and announced as one
 * gap per topic before the next item that is none. So even the goodbye of a slow consumer leaves
 * nothing unsaid, with a few bytes per topic instead of all that was queued.
 *
 * <p>Holds at most one gap per topic of the mailbox. Used by the one writer of the moment.
 */
final class SkippedUpdates {

  private final Mailbox mailbox;
  private final HubCounters counters;
  private final SequencedMap<Topic, Gap> gaps = new LinkedHashMap<>();

  /** Comes after the gaps. */
  private @Nullable Object next;

  SkippedUpdates(Mailbox mailbox, HubCounters counters) {
    this.mailbox = mailbox;
    this.counters = counters;
  }

  /** The next item, never an update; null when there is nothing more to be written now. */
  @Nullable Object poll() {
    while (next == null) {
      Object item = mailbox.poll();
      switch (item) {
        case null -> {
          return null;
        }
        case Update update -> skip(update, 0);
        case Slot slot -> {
          Update update = slot.take();
          if (update != null) {
            skip(update, slot.takenConflated());
          }
        }
        default -> next = item;
      }
    }
    Map.Entry<Topic, Gap> first = gaps.pollFirstEntry();
    if (first != null) {
      counters.announced(first.getValue());
      return first.getValue();
    }
    Object item = next;
    next = null;
    return item;
  }

  private void skip(Update update, long folded) {
    Gap before = gaps.get(update.topic());
    long from = before == null ? update.sequence() - folded : before.from();
    gaps.put(
        update.topic(), new Gap(update.topic(), from, update.sequence(), Gap.Cause.SLOW_CONSUMER));
  }
}
