package io.finstage.server.indicators;

import io.finstage.server.market.BarSeries;
import java.util.Random;

/** Kinds of price series, made from a seed: what indicators meet and what breaks them. */
enum Shape {
  /** About 100, a per cent up or down a bar. */
  WALK,
  /** One price, no range, steady volume. */
  FLAT,
  /** A walk in which now and then a bar is a thousand times too high. */
  SPIKES,
  /** A walk about 1e-8, where TA-Lib takes differences for 0. */
  TINY,
  /** A walk about 1e9, with volumes to match. */
  HUGE,
  /** Up and down by turns. */
  ALTERNATING,
  /** Flat for a while, then a jump; volume 0 now and then. */
  STEPS;

  /** One bar every 17 minutes, so that days begin in between. */
  private static final long STEP_MILLIS = 17 * 60_000;

  private static final long START_MILLIS = 1_700_000_000_000L;

  BarSeries bars(long seed, int size) {
    Random random = new Random(seed * 31 + name().hashCode());
    long[] openAtMillis = new long[size];
    double[] open = new double[size];
    double[] high = new double[size];
    double[] low = new double[size];
    double[] close = new double[size];
    double[] volume = new double[size];
    double price = level();
    for (int i = 0; i < size; i++) {
      openAtMillis[i] = START_MILLIS + i * STEP_MILLIS;
      open[i] = price;
      price = next(price, i, random);
      close[i] = price;
      double room = this == FLAT ? 0 : price * 0.004;
      high[i] = Math.max(open[i], price) + room * random.nextDouble();
      low[i] = Math.min(open[i], price) - room * random.nextDouble();
      volume[i] = volume(i, random);
      if (this == SPIKES && random.nextInt(40) == 0) {
        close[i] = price * 1000;
        high[i] = close[i];
      }
    }
    return new BarSeries(openAtMillis, open, high, low, close, volume);
  }

  private double level() {
    return switch (this) {
      case TINY -> 1e-8;
      case HUGE -> 1e9;
      case WALK, FLAT, SPIKES, ALTERNATING, STEPS -> 100;
    };
  }

  private double next(double price, int i, Random random) {
    return switch (this) {
      case FLAT -> price;
      case ALTERNATING -> i % 2 == 0 ? price * 1.01 : price / 1.01;
      case STEPS -> random.nextInt(25) == 0 ? price * (0.9 + 0.2 * random.nextDouble()) : price;
      case WALK, SPIKES, TINY, HUGE -> price * (1 + 0.01 * random.nextGaussian());
    };
  }

  private double volume(int i, Random random) {
    return switch (this) {
      case FLAT -> 1000;
      case STEPS -> i % 7 == 0 ? 0 : random.nextInt(5000);
      case HUGE -> 1e9 * random.nextDouble();
      case WALK, SPIKES, TINY, ALTERNATING -> random.nextInt(10_000);
    };
  }
}
