package io.finstage.server.feed.simulated;

import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import io.finstage.server.market.Trade;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The market of the simulation. Each tick: draw a symbol; one tick in two is a trade at its bid or
 * its ask, of 1 to 10 lots of 100; the other moves its middle by -1, 0 or +1 steps and draws a
 * spread of 1 to 3 steps. A symbol's first tick is a trade, so that its price is known at once. The
 * middle starts between 50 and 250 and is turned back at a tenth and at ten times its start.
 *
 * <p>All in whole steps of the tick size, so that a price is one exact integer over a power of ten:
 * the double nearest to the decimal that a person reads. Not thread-safe.
 */
final class RandomWalk {

  private static final int LOT = 100;
  private static final int LOTS_MAX = 10;
  private static final int SPREAD_MAX = 3;
  private static final int START_MIN = 50;
  private static final int START_RANGE = 200;

  private final List<Symbol> symbols;
  private final SplittableRandom random;
  private final long stepUnscaled;
  private final double scale;
  private final long[] start;
  private final long[] middle;
  private final int[] spread;
  private final boolean[] seen;

  RandomWalk(List<Symbol> symbols, BigDecimal tickSize, long seed) {
    this.symbols = symbols;
    this.random = new SplittableRandom(seed);
    BigDecimal step = tickSize.scale() < 0 ? tickSize.setScale(0) : tickSize;
    this.stepUnscaled = step.unscaledValue().longValueExact();
    this.scale = Math.pow(10, step.scale());
    this.start = new long[symbols.size()];
    this.middle = new long[symbols.size()];
    this.spread = new int[symbols.size()];
    this.seen = new boolean[symbols.size()];
    double stepsPerUnit = scale / stepUnscaled;
    for (int i = 0; i < start.length; i++) {
      // Far enough from zero that a tenth of it still has room for the widest spread.
      double price = START_MIN + random.nextDouble() * START_RANGE;
      start[i] = Math.max(100, Math.round(price * stepsPerUnit));
      middle[i] = start[i];
      spread[i] = 1;
    }
  }

  /** The next tick, which happened at {@code at}. */
  Tick next(Instant at) {
    int i = random.nextInt(start.length);
    int draw = random.nextInt(4);
    if (!seen[i] || draw >= 2) {
      seen[i] = true;
      double size = (double) LOT * (1 + random.nextInt(LOTS_MAX));
      return new Trade(symbols.get(i), price(draw % 2 == 0 ? bid(i) : ask(i)), size, at);
    }
    long moved = middle[i] + random.nextInt(3) - 1;
    if (moved >= start[i] / 10 && moved <= start[i] * 10) {
      middle[i] = moved;
    }
    spread[i] = 1 + random.nextInt(SPREAD_MAX);
    return new Quote(symbols.get(i), price(bid(i)), price(ask(i)), at);
  }

  private long bid(int i) {
    return middle[i] - spread[i] / 2;
  }

  private long ask(int i) {
    return bid(i) + spread[i];
  }

  private double price(long steps) {
    return steps * stepUnscaled / scale;
  }
}
