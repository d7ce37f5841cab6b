package io.finstage.server.bars;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * How many bars a second SQLite takes, waiting for the disk with every commit, and how many trades
 * a second become bars. A few rounds, each into an empty store; the median counts.
 */
public final class BarIngest {

  private static final int SYMBOLS = 500;
  private static final int BARS_PER_SYMBOL = 2000;
  private static final int BATCH = 500;
  private static final int IN_FLIGHT_MAX = 64;
  private static final int TRADES = 5_000_000;
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private BarIngest() {}

  /** Prints a table. Arguments: how many rounds, and the folder of the stores. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    Path folder = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("bar-ingest");
    double[] bars = new double[rounds];
    double[] trades = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      bars[i] = store(folder.resolve("round-" + i));
      trades[i] = build();
      System.err.printf(
          Locale.ROOT,
          "round %d: %,.0f bars/s stored, %,.0f trades/s built%n",
          i + 1,
          bars[i],
          trades[i]);
    }
    Arrays.sort(bars);
    Arrays.sort(trades);
    System.out.printf(
        Locale.ROOT,
        "### ingest%n%n| | a second, median | slowest | fastest |%n|---|--:|--:|--:|%n"
            + "| bars stored in SQLite | %,.0f | %,.0f | %,.0f |%n"
            + "| trades that become bars of six intervals | %,.0f | %,.0f | %,.0f |%n",
        bars[rounds / 2],
        bars[0],
        bars[rounds - 1],
        trades[rounds / 2],
        trades[0],
        trades[rounds - 1]);
  }

  /** As the engine does it: at each minute one bar of every symbol, in batches. */
  private static double store(Path folder) {
    List<Symbol> symbols = new ArrayList<>();
    for (int i = 0; i < SYMBOLS; i++) {
      symbols.add(new Symbol("S" + i));
    }
    Deque<CompletableFuture<Void>> inFlight = new ArrayDeque<>();
    try (Database database =
        Database.open(
            DatabaseConfig.sqlite(folder), BarStore.PART, BarStore.MIGRATIONS, System::nanoTime)) {
      BarStore store = new BarStore(database, BarsConfig.defaults());
      long start = System.nanoTime();
      for (int minute = 0; minute < BARS_PER_SYMBOL; minute++) {
        List<SymbolBar> batch = new ArrayList<>(BATCH);
        Instant openAt = START.plusSeconds(60L * minute);
        for (Symbol symbol : symbols) {
          double price = 100 + minute % 50 / 100.0;
          batch.add(
              new SymbolBar(
                  symbol,
                  Interval.M1,
                  new Bar(openAt, price, price + 1, price - 1, price + 0.5, 1000, 10)));
        }
        inFlight.add(store.append(batch, Origin.BUILT));
        if (inFlight.size() > IN_FLIGHT_MAX) {
          inFlight.removeFirst().join();
        }
      }
      inFlight.forEach(CompletableFuture::join);
      return SYMBOLS * (double) BARS_PER_SYMBOL / ((System.nanoTime() - start) / 1e9);
    }
  }

  /** All six intervals, told after every sixteen trades; 20,000 trades a second of event time. */
  private static double build() {
    BarBuilder builder =
        new BarBuilder(EnumSet.allOf(Interval.class), Session.UTC, Duration.ofSeconds(5), SYMBOLS);
    Symbol[] symbols = new Symbol[SYMBOLS];
    Arrays.setAll(symbols, i -> new Symbol("S" + i));
    long[] changes = {0};
    long start = System.nanoTime();
    for (int i = 0; i < TRADES; i++) {
      Instant at = START.plusNanos(i * 50_000L);
      builder.accept(new Trade(symbols[i % SYMBOLS], 100 + i % 7, 10, at), at);
      if (i % 16 == 0) {
        builder.flush(change -> changes[0]++);
      }
    }
    double rate = TRADES / ((System.nanoTime() - start) / 1e9);
    if (changes[0] == 0) {
      throw new IllegalStateException("nothing was built");
    }
    return rate;
  }
}
