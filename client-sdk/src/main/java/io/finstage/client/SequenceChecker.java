package io.finstage.client;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the server to its word that nothing is lost silently. Within an epoch the sequence of a
 * topic rises by one, so of an update with sequence s and c conflated after sequence l
 *
 * <pre>missing = s - l - 1 - c</pre>
 *
 * updates are unaccounted for; more than none is told as a gap. A gap that the server announces for
 * [from, to] leaves from - l - 1 updates open, which the next update has to account for. What is
 * not beyond l was received before (a replay that overlaps) and is dropped. Belongs to one thread.
 */
final class SequenceChecker {

  /** Topics that can be followed; beyond, the feed ends with an error. */
  static final int TOPICS_MAX = 100_000;

  private final Map<String, Position> positions = new HashMap<>();
  private boolean completeBefore;

  /** Where a topic stands. */
  private static final class Position {
    /** The last sequence received, folded or announced as missing. */
    long last;

    /** Sequences up to {@link #last} that are not accounted for yet, and the first of them. */
    long open;

    long openFrom;

    /** What the last heartbeat claimed to have sent. */
    long claimed;

    Position(long last) {
      this.last = last;
    }
  }

  /** Takes an update; passes on what the user is to see: a gap before it, and it unless known. */
  void accept(Update update, Consumer<FeedEvent> out) {
    String topic = update.topic();
    Position position = positions.get(topic);
    if (position == null && completeBefore && update instanceof PriceUpdate) {
      position = put(topic, 0);
    }
    if (position == null) {
      put(topic, update.sequence());
    } else {
      long beyond = update.sequence() - position.last;
      if (beyond < (update.snapshot() ? 0 : 1)) {
        return;
      }
      // The snapshot of a price tells what an update led to that did not come; that of a topic that
      // was opened just now is its first item.
      long itself = update.snapshot() && (beyond == 0 || update instanceof PriceUpdate) ? 0 : 1;
      miss(position, topic, beyond - itself - update.conflated(), out);
      position.last = update.sequence();
      position.open = 0;
    }
    out.accept(update);
  }

  /** Takes a gap that the server announced; what of it was told before is left out. */
  void accept(Gap gap, Consumer<FeedEvent> out) {
    Position position = positions.get(gap.topic());
    if (position == null) {
      put(gap.topic(), gap.to());
      out.accept(gap);
    } else if (gap.from() == 0) {
      positions.remove(gap.topic());
      out.accept(gap);
    } else if (gap.to() > position.last) {
      long from = Math.max(gap.from(), position.last + 1);
      if (position.open == 0) {
        position.openFrom = position.last + 1;
      }
      position.open += from - position.last - 1;
      position.last = gap.to();
      out.accept(new Gap(gap.symbol(), gap.topic(), from, gap.to(), gap.cause()));
    }
  }

  /** The server named the sequence after which a subscription begins; known topics stay. */
  void begin(String topic, long sequence) {
    if (!positions.containsKey(topic)) {
      put(topic, sequence);
    }
  }

  /**
   * The server claims to have sent updates of {@code topic} up to {@code sequence}. When it claimed
   * so a heartbeat earlier and nothing has come since, they are lost.
   */
  void claimed(String topic, long sequence, Consumer<FeedEvent> out) {
    Position position = positions.get(topic);
    if (position == null) {
      put(topic, sequence);
      return;
    }
    if (position.claimed > position.last) {
      tell(topic, position.last + 1, position.claimed, out);
      position.last = position.claimed;
      position.open = 0;
    }
    position.claimed = sequence;
  }

  /**
   * Whether every price of the epoch was known when the connection before ended: then one that is
   * new went live while there was none, and all of it from sequence 1 was missed.
   */
  void completeBefore(boolean value) {
    completeBefore = value;
  }

  /** Another epoch: nothing that was counted counts any more. */
  void restart(Consumer<FeedEvent> out) {
    positions.keySet().stream()
        .sorted()
        .forEach(topic -> out.accept(Gap.unknown(topic, Gap.Cause.SERVER_RESTARTED)));
    positions.clear();
  }

  /** Drops what is no longer wanted. */
  void retain(Predicate<String> wanted) {
    positions.keySet().removeIf(wanted.negate());
  }

  /** Drops one topic: a later subscription begins anew. */
  void forget(String topic) {
    positions.remove(topic);
  }

  /** The last sequence of {@code topic}; null before its first. */
  @Nullable Long last(String topic) {
    Position position = positions.get(topic);
    return position == null ? null : position.last;
  }

  /** The last sequence of up to {@code max} topics that are {@code wanted}. */
  Map<String, Long> lasts(int max, Predicate<String> wanted) {
    Map<String, Long> lasts = new HashMap<>();
    positions.entrySet().stream()
        .filter(entry -> wanted.test(entry.getKey()))
        .limit(max)
        .forEach(entry -> lasts.put(entry.getKey(), entry.getValue().last));
    return lasts;
  }

  /** Before the next update {@code missing} did not come; negative: more than was open. */
  private static void miss(Position position, String topic, long missing, Consumer<FeedEvent> out) {
    long earlier = position.open + Math.min(0, missing);
    if (earlier > 0) {
      tell(topic, position.openFrom, position.openFrom + earlier - 1, out);
    }
    if (missing > 0) {
      tell(topic, position.last + 1, position.last + missing, out);
    }
  }

  private static void tell(String topic, long from, long to, Consumer<FeedEvent> out) {
    out.accept(Gap.in(topic, from, to, Gap.Cause.SEQUENCE_JUMP));
  }

  private Position put(String topic, long sequence) {
    if (positions.size() >= TOPICS_MAX) {
      throw new FinstageException(
          FinstageException.Code.RESOURCE_EXHAUSTED,
          "FEED_SYMBOLS_MAX",
          "a feed can follow " + TOPICS_MAX + " topics");
    }
    Position position = new Position(sequence);
    positions.put(topic, position);
    return position;
  }
}
