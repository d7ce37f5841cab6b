package io.finstage.server.bars;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.market.Trade;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A process that builds bars from ten trades a second of event time, as fast as it can, and prints
 * how many minutes it has taken in, until it is killed or comes to its end.
 */
final class CrashingEngine {

  static final int TRADES_PER_SECOND = 10;
  private static final int TRADES_PER_MINUTE = 60 * TRADES_PER_SECOND;

  private CrashingEngine() {}

  /** Sizes are whole, so that their sum does not depend on the order. */
  static Trade trade(int number) {
    double price = 100 + (number * 7919L % 1000) / 100.0;
    return Trades.trade(number / (double) TRADES_PER_SECOND, price, 1 + number % 5);
  }

  /** Short queues: what is taken in is soon built. A slow disk loses no trade. */
  private static BarsConfig config() {
    BarsConfig it = BarsConfig.defaults();
    return new BarsConfig(
        true,
        it.intervals(),
        it.session(),
        it.lateness(),
        it.symbolsMax(),
        1024,
        Duration.ofMinutes(1),
        1000,
        it.hotMax(),
        it.hotTotalMax(),
        it.retention());
  }

  /**
   * Builds and prints.
   *
   * @param args the folder, the first trade, the trade to end before
   */
  public static void main(String[] args) {
    InstantSource clock = InstantSource.system();
    try (Database database =
            Database.open(
                DatabaseConfig.sqlite(Path.of(args[0])),
                BarStore.PART,
                BarStore.MIGRATIONS,
                System::nanoTime);
        Bars bars = new Bars(config(), new BarStore(database, config()), clock)) {
      bars.start();
      int end = Integer.parseInt(args[2]);
      for (int i = Integer.parseInt(args[1]); i < end; i++) {
        if (!bars.accept(trade(i), clock.instant())) {
          throw new IllegalStateException("trade " + i + " found no room");
        }
        if (i % TRADES_PER_MINUTE == 0) {
          System.out.println(i / TRADES_PER_MINUTE);
        }
      }
      bars.finish(Trades.SPY::equals);
    }
  }
}
