package io.finstage.bench;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.PriceUpdate;
import io.finstage.proto.v1.Resume;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.SymbolResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * What all subscribers of a soak share. Each wants every update of every symbol; one that loses its
 * connection comes back after a random, growing pause and resumes where it was.
 *
 * @param port of the server
 * @param failures by kind, as clients see them
 */
record SoakSubscribers(int port, SoakLatencies latencies, Failures failures) {

  static final List<String> SYMBOLS = IntStream.range(0, 10).mapToObj(i -> "S" + i).toList();

  private static final long PAUSE_FIRST_MILLIS = 100;
  private static final long PAUSE_MAX_MILLIS = 2_000;

  /** Counts by name. Thread-safe. */
  static final class Failures {

    private final Map<String, Long> counts = new TreeMap<>();

    synchronized void add(String kind) {
      counts.merge(kind, 1L, Long::sum);
    }

    synchronized Map<String, Long> counts() {
      return new TreeMap<>(counts);
    }
  }

  /** A subscriber whose connection can be taken away. */
  interface Client extends AutoCloseable {

    /** Breaks the connection, as a network would. */
    void cut();

    @Override
    void close();
  }

  /** Milliseconds before the attempt of that number, from 1. */
  static long pause(int attempt) {
    long most = Math.min(PAUSE_MAX_MILLIS, PAUSE_FIRST_MILLIS << Math.min(attempt - 1, 10));
    return ThreadLocalRandom.current().nextLong(most + 1);
  }

  /** What subscribes, or resumes. */
  static ConnectRequest subscription(SoakLedger ledger) {
    Subscribe.Builder subscribe =
        Subscribe.newBuilder().setRequestId("1").setChannel("prices").addAllSymbols(SYMBOLS);
    String epoch = ledger.epoch();
    if (epoch != null) {
      subscribe.setResume(Resume.newBuilder().setEpoch(epoch).putAllSequences(ledger.lasts()));
    }
    return ConnectRequest.newBuilder().setSubscribe(subscribe).build();
  }

  /** Takes in an event of a running conversation, on either wire of protobuf. */
  void accept(StreamEvent event, SoakLedger ledger) {
    switch (event.getEventCase()) {
      case SUBSCRIBED -> {
        for (SymbolResult result : event.getSubscribed().getResultsList()) {
          ledger.subscribed(result.getSymbol(), result.getSequence(), result.getResumed());
        }
      }
      case PRICE_UPDATE -> {
        PriceUpdate update = event.getPriceUpdate();
        long now = System.nanoTime();
        ledger.update(
            update.getSymbol(),
            update.getSequence(),
            update.getSnapshot(),
            update.getConflated(),
            now);
        if (!update.getSnapshot() && SoakLatencies.isSampled(update.getSequence())) {
          Timestamp due = update.getTimestamp();
          latencies.record(Instant.ofEpochSecond(due.getSeconds(), due.getNanos()), now);
        }
      }
      case GAP ->
          ledger.gap(
              event.getGap().getSymbol(),
              event.getGap().getFromSequence(),
              event.getGap().getToSequence());
      case ERROR -> failures.add(ledger.wire() + ": error " + event.getError().getReason());
      case CLOSING -> failures.add(ledger.wire() + ": closing " + event.getClosing().getReason());
      default -> {}
    }
  }
}
