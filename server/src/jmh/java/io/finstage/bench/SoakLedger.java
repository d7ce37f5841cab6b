package io.finstage.bench;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of one subscriber: what it received, what it was told is missing, and whether both
 * together are everything. Within an epoch the sequence of a symbol rises by one; who comes back in
 * another epoch must be told so for each symbol before anything else of it.
 *
 * <p>Thread-safe.
 */
final class SoakLedger {

  /** Service is looked at in slots of this length. */
  static final long SLOT_NANOS = 100_000_000;

  private static final int COMPLAINTS_MAX = 5;

  /** What the books say of one subscriber. */
  record Sum(
      long received,
      long announced,
      long sent,
      long unannounced,
      long repeated,
      long conflated,
      long resumes,
      long resumesRefused,
      long restartsAnnounced,
      long connections,
      List<String> complaints) {}

  private static final class Position {
    long first;
    long last;
    boolean counting;

    /** Another epoch began, and nobody has said what that means for this symbol. */
    boolean awaitsWord;
  }

  private final String wire;
  private final long originNanos;
  private final BitSet slots = new BitSet();
  private final Map<String, Position> positions = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private @Nullable String epoch;

  /** The one whose sequences the positions have. */
  private @Nullable String positionsEpoch;

  private int epochs;
  private long lastAt;
  private long outageNanos;
  private long received;
  private long announced;
  private long sentBefore;
  private long unannounced;
  private long repeated;
  private long conflated;
  private long resumes;
  private long resumesRefused;
  private long restartsAnnounced;
  private long connections;

  /**
   * @param wire for the table
   * @param originNanos beginning of slot 0, on the clock of {@link System#nanoTime}
   */
  SoakLedger(String wire, long originNanos) {
    this.wire = wire;
    this.originNanos = originNanos;
  }

  String wire() {
    return wire;
  }

  /** A conversation began. */
  synchronized void connected(String newEpoch) {
    connections++;
    if (newEpoch.equals(epoch)) {
      return;
    }
    epochs++;
    epoch = newEpoch;
    for (Position position : positions.values()) {
      sentBefore += position.counting ? position.last - position.first : 0;
      position.counting = false;
      position.awaitsWord = true;
    }
  }

  /** The server answered the subscription to one symbol. */
  synchronized void subscribed(String symbol, long sequence, boolean resumed) {
    positionsEpoch = epoch;
    Position position = positions.get(symbol);
    if (position == null) {
      begin(positions.computeIfAbsent(symbol, name -> new Position()), sequence);
    } else if (!position.counting) {
      begin(position, sequence);
    } else if (resumed) {
      resumes++;
    } else if (position.last > 0) {
      resumesRefused++;
    }
  }

  synchronized void update(String symbol, long sequence, boolean snapshot, long folded, long now) {
    served(now);
    Position position = positions.get(symbol);
    if (position == null || !position.counting) {
      complain(symbol + " came before the answer to its subscription");
      unannounced++;
      return;
    }
    if (position.awaitsWord) {
      complain(symbol + " began anew without a word");
      unannounced++;
      position.awaitsWord = false;
    }
    conflated += folded;
    long beyond = sequence - position.last;
    if (snapshot ? beyond < 0 : beyond < 1) {
      repeated++;
      return;
    }
    long missing = snapshot ? beyond : beyond - 1;
    if (missing > 0) {
      complain(
          "%s jumped from %d to %d%s"
              .formatted(symbol, position.last, sequence, snapshot ? " by a snapshot" : ""));
      unannounced += missing;
    }
    received += snapshot ? 0 : 1;
    position.last = sequence;
  }

  /** The server, or the SDK, told of a gap; both 0: of nobody knows how much. */
  synchronized void gap(String symbol, long from, long to) {
    Position position = positions.get(symbol);
    if (position == null) {
      complain("a gap of " + symbol + " before the answer to its subscription");
      return;
    }
    if (to == 0) {
      restartsAnnounced++;
      position.awaitsWord = false;
      return;
    }
    if (from > position.last + 1) {
      complain("%s: after %d a gap from %d".formatted(symbol, position.last, from));
      unannounced += from - position.last - 1;
    }
    announced += Math.max(0, to - Math.max(from - 1, position.last));
    position.last = Math.max(position.last, to);
  }

  /** The SDK found a hole that the server had not told of. */
  synchronized void jumped(String symbol, long from, long to) {
    complain("the SDK found %s missing from %d to %d".formatted(symbol, from, to));
    unannounced += Math.max(1, to - from + 1);
    Position position = positions.get(symbol);
    if (position != null) {
      position.last = Math.max(position.last, to);
    }
  }

  synchronized void complain(String what) {
    if (complaints.size() < COMPLAINTS_MAX) {
      complaints.add(wire + ": " + what);
    }
  }

  /** The epoch of {@link #lasts}; null before the first. */
  synchronized @Nullable String epoch() {
    return positionsEpoch;
  }

  /** Where each symbol stands: what a resume names. */
  synchronized Map<String, Long> lasts() {
    Map<String, Long> lasts = new HashMap<>();
    positions.forEach((symbol, position) -> lasts.put(symbol, position.last));
    return lasts;
  }

  /** Whether all of these have been reached in this epoch. */
  synchronized boolean reached(Map<String, Long> sequences) {
    return sequences.entrySet().stream()
        .allMatch(entry -> {
          Position position = positions.get(entry.getKey());
          return position != null && position.counting && position.last >= entry.getValue();
        });
  }

  /** From the last update of one epoch to the first of the next; 0 when there was one epoch. */
  synchronized double outageSeconds() {
    return outageNanos / 1e9;
  }

  /** Slots of {@code from} to {@code to}, exclusive, in which something came. */
  synchronized int served(int from, int to) {
    return slots.get(from, to).cardinality();
  }

  synchronized Sum sum() {
    long sent =
        sentBefore
            + positions.values().stream()
                .filter(position -> position.counting)
                .mapToLong(position -> position.last - position.first)
                .sum();
    return new Sum(
        received,
        announced,
        sent,
        unannounced,
        repeated,
        conflated,
        resumes,
        resumesRefused,
        restartsAnnounced,
        connections,
        List.copyOf(complaints));
  }

  private static void begin(Position position, long sequence) {
    position.first = sequence;
    position.last = sequence;
    position.counting = true;
  }

  private void served(long now) {
    if (epochs == 2 && outageNanos == 0 && lastAt != 0) {
      outageNanos = now - lastAt;
    }
    lastAt = now;
    slots.set(Math.toIntExact((now - originNanos) / SLOT_NANOS));
  }
}
