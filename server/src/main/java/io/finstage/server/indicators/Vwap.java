package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/**
 * Volume-weighted average price since the UTC day began, or since an anchor.
 *
 * <pre>
 *   VWAP = sum (h + l + c) / 3 v / sum v      no value where there was no volume
 * </pre>
 *
 * <p>The prices are summed as distances from the first of the session, so that the sum stays small.
 */
final class Vwap extends Indicator {

  /** The year 9999, in milliseconds since 1970 UTC. */
  private static final double ANCHOR_MAX = 253_402_300_799_999.0;

  static final Descriptor DESCRIPTOR =
      Descriptor.of("vwap", "Volume-weighted average price, by day", Category.VOLUME)
          .reads(HIGH, LOW, CLOSE, VOLUME)
          .gives("vwap", Output.Unit.PRICE, true)
          .stability(Stability.PATH_DEPENDENT)
          .formula(
              "sum (h + l + c) / 3 v / sum v since 00:00 UTC",
              "Berkowitz, Logue & Noser 1988; ChartSchool, VWAP")
          .makes((params, profile) -> new Vwap(true, Long.MIN_VALUE));

  static final Descriptor ANCHORED =
      Descriptor.of("avwap", "Volume-weighted average price, anchored", Category.VOLUME)
          .alias("anchored_vwap")
          .reads(HIGH, LOW, CLOSE, VOLUME)
          .real("anchor", 0, ANCHOR_MAX, 0)
          .gives("avwap", Output.Unit.PRICE, true)
          .stability(Stability.PATH_DEPENDENT)
          .formula(
              "sum (h + l + c) / 3 v / sum v since the bar at the anchor, milliseconds since 1970"
                  + " UTC",
              "Shannon 2022, Maximum Trading Gains with Anchored VWAP")
          .makes((params, profile) -> new Vwap(false, (long) params.real("anchor")));

  private static final long DAY_MILLIS = 86_400_000;

  private final boolean daily;
  private final long anchorMillis;
  private long day = Long.MIN_VALUE;
  private double first = Double.NaN;
  private double weighted;
  private double volume;

  private Vwap(boolean daily, long anchorMillis) {
    this.daily = daily;
    this.anchorMillis = anchorMillis;
  }

  @Override
  public void step(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double size,
      double[] out) {
    out[0] = at(true, openAtMillis, high, low, close, size);
  }

  @Override
  public void peek(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double size,
      double[] out) {
    out[0] = at(false, openAtMillis, high, low, close, size);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    long[] openAtMillis = bars.openAtMillis();
    double[] vwap = out[0];
    for (int i = 0; i < vwap.length; i++) {
      vwap[i] =
          at(
              true,
              openAtMillis[i],
              bars.high()[i],
              bars.low()[i],
              bars.close()[i],
              bars.volume()[i]);
    }
  }

  @Override
  public Vwap copy() {
    Vwap copy = new Vwap(daily, anchorMillis);
    copy.day = day;
    copy.first = first;
    copy.weighted = weighted;
    copy.volume = volume;
    return copy;
  }

  private double at(boolean moves, long openAtMillis, double h, double l, double c, double size) {
    if (openAtMillis < anchorMillis) {
      return Double.NaN;
    }
    double price = (h + l + c) / 3;
    long today = daily ? Math.floorDiv(openAtMillis, DAY_MILLIS) : 0;
    boolean begins = today != day;
    double origin = begins ? price : first;
    double sum = (begins ? 0 : weighted) + (price - origin) * size;
    double total = (begins ? 0 : volume) + size;
    if (moves) {
      day = today;
      first = origin;
      weighted = sum;
      volume = total;
    }
    return total > 0 ? origin + sum / total : Double.NaN;
  }
}
