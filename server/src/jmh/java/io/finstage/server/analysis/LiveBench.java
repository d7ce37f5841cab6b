package io.finstage.server.analysis;

import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * 1,000 symbols with 20 live indicators each, 20,000 changes of bars per second: from a change to
 * its values, of all values. Every 500th change of a symbol closes a bar.
 */
public final class LiveBench {

  private static final int SYMBOLS = 1000;
  private static final int RATE = 20_000;
  private static final int SECONDS = 20;
  private static final long MINUTE = 60_000;

  private LiveBench() {}

  /** Counts values, and how late they are. */
  private static final class Latencies implements LiveListener<String> {
    private final InstantSource clock;
    private final long[] micros = new long[40_000_000];
    private int count;

    Latencies(InstantSource clock) {
      this.clock = clock;
    }

    @Override
    public void values(
        String topic,
        boolean opening,
        Instant openAt,
        boolean closed,
        boolean warmingUp,
        List<String> outputs,
        double[] values,
        Instant receivedAt) {
      if (!opening && count < micros.length) {
        micros[count++] = nanos(clock.instant(), receivedAt) / 1000;
      }
    }

    @Override
    public void signal(String topic, boolean opening, SignalEvent event, Instant receivedAt) {}

    private static long nanos(Instant now, Instant then) {
      return (now.getEpochSecond() - then.getEpochSecond()) * 1_000_000_000L
          + now.getNano()
          - then.getNano();
    }
  }

  /** A thousand bars of a walk, the same for every symbol. */
  private static final class Walk implements LiveBars {
    private final BarSeries bars;

    Walk() {
      Random random = new Random(1);
      int count = 1000;
      long[] at = new long[count];
      double[][] columns = new double[5][count];
      double price = 100;
      for (int i = 0; i < count; i++) {
        at[i] = i * MINUTE;
        columns[0][i] = price;
        price = Math.max(1, price + random.nextGaussian());
        columns[3][i] = price;
        columns[1][i] = Math.max(columns[0][i], price) + 0.1;
        columns[2][i] = Math.min(columns[0][i], price) * 0.999;
        columns[4][i] = random.nextInt(1000);
      }
      bars = new BarSeries(at, columns[0], columns[1], columns[2], columns[3], columns[4]);
    }

    @Override
    public BarSeries last(Symbol symbol, Interval interval, int count) {
      return bars;
    }

    @Override
    public Optional<Bar> forming(Symbol symbol, Interval interval) {
      return Optional.empty();
    }
  }

  /** Prints a table. The arguments are short texts; without any, twenty that are common. */
  public static void main(String[] args) throws InterruptedException {
    InstantSource clock = InstantSource.system();
    Latencies latencies = new Latencies(clock);
    LiveIndicators<String> live =
        new LiveIndicators<>(new LiveConfig(1000, 1000), new Walk(), latencies, clock);
    live.start();
    List<String> texts =
        args.length > 0
            ? List.of(args)
            : List.of(
                "sma(20)",
                "sma(50)",
                "sma(200)",
                "ema(9)",
                "ema(21)",
                "rsi(14)",
                "rsi(7)",
                "macd",
                "bbands",
                "atr(14)",
                "stoch",
                "adx(14)",
                "obv",
                "cci(20)",
                "willr(14)",
                "roc(10)",
                "mfi(14)",
                "wma(20)",
                "keltner",
                "supertrend");
    Symbol[] symbols = new Symbol[SYMBOLS];
    long opening = System.nanoTime();
    for (int i = 0; i < SYMBOLS; i++) {
      symbols[i] = new Symbol("S" + i);
      for (String text : texts) {
        live.open(symbols[i] + text, symbols[i], Interval.M1, text, false);
      }
    }
    while (live.evaluations() < 1000L * SYMBOLS * texts.size()) {
      LockSupport.parkNanos(1_000_000);
    }
    System.err.printf(
        Locale.ROOT,
        "opened %d topics in %.1f s%n",
        live.topics(),
        (System.nanoTime() - opening) / 1e9);
    long begun = live.evaluations();
    long start = System.nanoTime();
    Random random = new Random(2);
    int[] changes = new int[SYMBOLS];
    for (long i = 0; i < (long) RATE * SECONDS; i++) {
      long due = start + i * 1_000_000_000L / RATE;
      long wait = due - System.nanoTime();
      if (wait > 100_000) {
        LockSupport.parkNanos(wait);
      }
      int symbol = (int) (i % SYMBOLS);
      int change = changes[symbol]++;
      double price = 100 + random.nextDouble();
      Bar bar =
          new Bar(
              Instant.ofEpochMilli((1000L + change / 500) * MINUTE),
              100.5,
              Math.max(101, price),
              99.9,
              price,
              change,
              change);
      live.changed(symbols[symbol], Interval.M1, bar, change % 500 == 499, clock.instant());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    LockSupport.parkNanos(500_000_000);
    long[] sorted = Arrays.copyOf(latencies.micros, latencies.count);
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "### live%n%n| changes/s | values/s | p50 us | p99 us | p99.9 us | max us |%n"
            + "|--:|--:|--:|--:|--:|--:|%n| %,.0f | %,.0f | %d | %d | %d | %d |%n",
        RATE * SECONDS / seconds,
        (live.evaluations() - begun) / seconds,
        sorted[sorted.length / 2],
        sorted[(int) (sorted.length * 0.99)],
        sorted[(int) (sorted.length * 0.999)],
        sorted[sorted.length - 1]);
    live.close();
  }
}
