package io.finstage.server.bars;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A process that stores bars, and prints below which number all are acknowledged, until killed. */
final class CrashingWriter {

  private static final int BATCH = 200;
  private static final int IN_FLIGHT_MAX = 8;
  private static final int BARS_MAX = 2_000_000;

  private CrashingWriter() {}

  /** Every value follows from the number, so a torn bar is one that does not. */
  static Bar bar(int number) {
    double price = 1 + number;
    return Trades.bar(number, price, price + 2, price / 2, price + 1, number * 3.0, number + 1L);
  }

  static int number(Bar bar) {
    return (int) Duration.between(Trades.START, bar.openAt()).toSeconds();
  }

  static Set<Integer> numbersBelow(int end) {
    return IntStream.range(0, end).boxed().collect(Collectors.toSet());
  }

  public static void main(String[] args) {
    int next = Integer.parseInt(args[1]);
    Deque<CompletableFuture<Void>> inFlight = new ArrayDeque<>();
    Database database =
        Database.open(
            DatabaseConfig.sqlite(Path.of(args[0])),
            BarStore.PART,
            BarStore.MIGRATIONS,
            System::nanoTime);
    BarStore store = new BarStore(database, BarsConfig.defaults());
    int acknowledged = next;
    while (next < BARS_MAX) {
      List<SymbolBar> batch = new ArrayList<>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        batch.add(new SymbolBar(Trades.SPY, Interval.S1, bar(next++)));
      }
      inFlight.add(store.append(batch, Origin.BUILT));
      if (inFlight.size() == IN_FLIGHT_MAX) {
        inFlight.removeFirst().join();
        acknowledged += BATCH;
        System.out.println(acknowledged);
      }
    }
  }
}
