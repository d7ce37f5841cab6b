package io.finstage.client;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the server to its word that nothing is lost silently. Within an epoch the sequence of a
 * symbol rises by one, so of an update with sequence s and c conflated after sequence l
 *
 * <pre>missing = s - l - 1 - c</pre>
 *
 * updates are unaccounted for; more than none is told as a gap. A gap that the server announces for
 * [from, to] leaves from - l - 1 updates open, which the next update has to account for. What is
 * not beyond l was received before (a replay that overlaps) and is dropped. Belongs to one thread.
 */
final class SequenceChecker {

  /** Symbols that can be followed; beyond, the feed ends with an error. */
  static final int SYMBOLS_MAX = 100_000;

  private final Map<String, Position> positions = new HashMap<>();
  private boolean completeBefore;

  /** Where a symbol stands. */
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
  void accept(PriceUpdate update, Consumer<FeedEvent> out) {
    Position position = positions.get(update.symbol());
    if (position == null && completeBefore) {
      position = put(update.symbol(), 0);
    }
    if (position == null) {
      put(update.symbol(), update.sequence());
    } else if (update.snapshot()) {
      if (update.sequence() < position.last) {
        return;
      }
      miss(position, update, update.sequence() - position.last - update.conflated(), out);
    } else {
      if (update.sequence() <= position.last) {
        return;
      }
      miss(position, update, update.sequence() - position.last - 1 - update.conflated(), out);
    }
    out.accept(update);
  }

  /** Takes a gap that the server announced; what of it was told before is left out. */
  void accept(Gap gap, Consumer<FeedEvent> out) {
    Position position = positions.get(gap.symbol());
    if (position == null) {
      put(gap.symbol(), gap.to());
      out.accept(gap);
    } else if (gap.from() == 0) {
      positions.remove(gap.symbol());
      out.accept(gap);
    } else if (gap.to() > position.last) {
      long from = Math.max(gap.from(), position.last + 1);
      if (position.open == 0) {
        position.openFrom = position.last + 1;
      }
      position.open += from - position.last - 1;
      position.last = gap.to();
      out.accept(new Gap(gap.symbol(), from, gap.to(), gap.cause()));
    }
  }

  /** The server named the sequence after which a subscription begins; known symbols stay. */
  void begin(String symbol, long sequence) {
    if (!positions.containsKey(symbol)) {
      put(symbol, sequence);
    }
  }

  /**
   * The server claims to have sent updates of {@code symbol} up to {@code sequence}. When it
   * claimed so a heartbeat earlier and nothing has come since, they are lost.
   */
  void claimed(String symbol, long sequence, Consumer<FeedEvent> out) {
    Position position = positions.get(symbol);
    if (position == null) {
      put(symbol, sequence);
      return;
    }
    if (position.claimed > position.last) {
      tell(symbol, position.last + 1, position.claimed, out);
      position.last = position.claimed;
      position.open = 0;
    }
    position.claimed = sequence;
  }

  /**
   * Whether every symbol of the epoch was known when the connection before ended: then one that is
   * new went live while there was none, and all of it from sequence 1 was missed.
   */
  void completeBefore(boolean value) {
    completeBefore = value;
  }

  /** Another epoch: nothing that was counted counts any more. */
  void restart(Consumer<FeedEvent> out) {
    positions.keySet().stream()
        .sorted()
        .forEach(symbol -> out.accept(Gap.unknown(symbol, Gap.Cause.SERVER_RESTARTED)));
    positions.clear();
  }

  /** Drops what is no longer wanted. */
  void retain(Predicate<String> wanted) {
    positions.keySet().removeIf(wanted.negate());
  }

  /** Drops every symbol. */
  void forgetAll() {
    positions.clear();
  }

  /** Drops one symbol: a later subscription begins anew. */
  void forget(String symbol) {
    positions.remove(symbol);
  }

  /** The last sequence of {@code symbol}; null before its first. */
  @Nullable Long last(String symbol) {
    Position position = positions.get(symbol);
    return position == null ? null : position.last;
  }

  /** The last sequence of up to {@code max} symbols. */
  Map<String, Long> lasts(int max) {
    Map<String, Long> lasts = new HashMap<>();
    positions.entrySet().stream()
        .limit(max)
        .forEach(entry -> lasts.put(entry.getKey(), entry.getValue().last));
    return lasts;
  }

  /** Moves on to {@code update}, before which {@code missing} did not come; negative: too many. */
  private static void miss(
      Position position, PriceUpdate update, long missing, Consumer<FeedEvent> out) {
    long earlier = position.open + Math.min(0, missing);
    if (earlier > 0) {
      tell(update.symbol(), position.openFrom, position.openFrom + earlier - 1, out);
    }
    if (missing > 0) {
      tell(update.symbol(), position.last + 1, position.last + missing, out);
    }
    position.last = update.sequence();
    position.open = 0;
  }

  private static void tell(String symbol, long from, long to, Consumer<FeedEvent> out) {
    out.accept(new Gap(symbol, from, to, Gap.Cause.SEQUENCE_JUMP));
  }

  private Position put(String symbol, long sequence) {
    if (positions.size() >= SYMBOLS_MAX) {
      throw new FinstageException(
          FinstageException.Code.RESOURCE_EXHAUSTED,
          "FEED_SYMBOLS_MAX",
          "a feed can follow " + SYMBOLS_MAX + " symbols");
    }
    Position position = new Position(sequence);
    positions.put(symbol, position);
    return position;
  }
}
