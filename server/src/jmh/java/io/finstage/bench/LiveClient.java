package io.finstage.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The load client of live indicators: a process of its own, on a core of its own, that both pushes
 * the ticks in and subscribes to what becomes of them.
 */
final class LiveClient {

  static final int SYMBOLS = 1_000;
  static final int TICKS_PER_SECOND = 20_000;
  static final int CONNECTIONS = 4;
  static final String INTERVAL = "1m";

  /** The one whose values tell the time comes last: all others of its symbol are told before. */
  static final List<String> TWENTY =
      List.of(
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
          StampedPrice.INDICATOR);

  private static final Duration STEP = Duration.ofMillis(500);
  private static final int STEPS_MAX = 240;

  private LiveClient() {}

  /** Wire, port and process of the server, seconds of warm-up and window. */
  public static void main(String[] args) throws IOException {
    Wire wire = Wire.valueOf(args[0].toUpperCase(Locale.ROOT));
    int port = Integer.parseInt(args[1]);
    long pid = Long.parseLong(args[2]);
    Duration warmUp = Duration.ofSeconds(Long.parseLong(args[3]));
    Duration window = Duration.ofSeconds(Long.parseLong(args[4]));
    List<String> symbols = IntStream.range(0, SYMBOLS).mapToObj(i -> "S" + i).toList();
    Tally tally = new Tally(Integer.MAX_VALUE);
    try (LoadLoop loop = new LoadLoop(tally)) {
      int each = SYMBOLS / CONNECTIONS;
      loop.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          CONNECTIONS,
          0,
          i -> new Wanted.Indicators(symbols.subList(i * each, (i + 1) * each), INTERVAL, TWENTY),
          wire.conversations());
      awaitSnapshots(loop, tally);
      Publisher publisher = new Publisher(port, symbols, TICKS_PER_SECOND);
      Thread.ofPlatform().daemon().name("publisher").start(publisher);
      loop.run(warmUp);
      System.out.println(LoadClient.RESULT + LoadClient.window(loop, tally, pid, window).line());
      if (publisher.isRefused()) {
        throw new IllegalStateException("the server took no more ticks");
      }
    }
  }

  /** Every topic says first what it knows. */
  private static void awaitSnapshots(LoadLoop loop, Tally tally) throws IOException {
    for (int i = 0; tally.deliveries() < (long) SYMBOLS * TWENTY.size(); i++) {
      if (i == STEPS_MAX) {
        throw new IllegalStateException(tally.deliveries() + " topics have opened");
      }
      loop.run(STEP);
    }
  }
}
