package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the mailbox of a subscriber that is too slow: updates are thrown away, and announced as one
 * gap per symbol before the next item that is none. So even the goodbye of a slow consumer leaves
 * nothing unsaid, with a few bytes per symbol instead of all that was queued.
 *
 * <p>Holds at most one gap per symbol of the mailbox. Used by the one writer of the moment.
 */
final class SkippedUpdates {

  private final Mailbox mailbox;
  private final HubCounters counters;
  private final SequencedMap<Symbol, Gap> gaps = new LinkedHashMap<>();

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
        case PriceUpdate update -> skip(update, 0);
        case Slot slot -> {
          PriceUpdate update = slot.take();
          if (update != null) {
            skip(update, slot.takenConflated());
          }
        }
        default -> next = item;
      }
    }
    Map.Entry<Symbol, Gap> first = gaps.pollFirstEntry();
    if (first != null) {
      counters.announced(first.getValue());
      return first.getValue();
    }
    Object item = next;
    next = null;
    return item;
  }

  private void skip(PriceUpdate update, long folded) {
    Gap before = gaps.get(update.symbol());
    long from = before == null ? update.sequence() - folded : before.from();
    gaps.put(
        update.symbol(),
        new Gap(update.symbol(), from, update.sequence(), Gap.Cause.SLOW_CONSUMER));
  }
}
