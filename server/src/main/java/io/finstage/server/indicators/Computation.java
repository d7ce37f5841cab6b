package io.finstage.server.indicators;

import io.finstage.server.market.BarSeries;
import java.util.Arrays;

/**
 * One indicator at work. A bar of which an input is NaN has no value, leaves the state as it is,
 * and is counted. Not thread-safe.
 */
public final class Computation {

  private final Descriptor descriptor;
  private final Indicator indicator;
  private final boolean readsOpen;
  private final boolean readsHigh;
  private final boolean readsLow;
  private final boolean readsClose;
  private final boolean readsVolume;
  private long missing;

  Computation(Descriptor descriptor, Indicator indicator) {
    this.descriptor = descriptor;
    this.indicator = indicator;
    this.readsOpen = descriptor.inputs().contains(Input.OPEN);
    this.readsHigh = descriptor.inputs().contains(Input.HIGH);
    this.readsLow = descriptor.inputs().contains(Input.LOW);
    this.readsClose = descriptor.inputs().contains(Input.CLOSE);
    this.readsVolume = descriptor.inputs().contains(Input.VOLUME);
  }

  private Computation(Computation other) {
    this(other.descriptor, other.indicator.copy());
    this.missing = other.missing;
  }

  /** Values per bar. */
  public int outputs() {
    return descriptor.outputs().size();
  }

  /** Bars passed over because an input was NaN. */
  public long missing() {
    return missing;
  }

  /**
   * Takes a closed bar.
   *
   * @param openAtMillis start of the bar, milliseconds since 1970 UTC
   * @param out receives one value per output; NaN while warming up
   */
  public void step(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out) {
    if (isMissing(open, high, low, close, volume)) {
      missing++;
      Arrays.fill(out, 0, outputs(), Double.NaN);
    } else {
      indicator.step(openAtMillis, open, high, low, close, volume, out);
    }
  }

  /** The values that {@link #step} would give, without moving: for a bar that is still forming. */
  public void peek(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out) {
    if (isMissing(open, high, low, close, volume)) {
      Arrays.fill(out, 0, outputs(), Double.NaN);
    } else {
      indicator.peek(openAtMillis, open, high, low, close, volume, out);
    }
  }

  /**
   * All values of a series, in one go; only as the first thing. Leaves the state as after as many
   * steps.
   *
   * @return one array per output, each as long as the series
   */
  public double[][] run(BarSeries bars) {
    double[][] out = new double[outputs()][bars.size()];
    if (isComplete(bars)) {
      indicator.run(bars, out);
      return out;
    }
    int[] present = present(bars);
    missing += bars.size() - present.length;
    double[][] dense = new double[outputs()][present.length];
    indicator.run(pick(bars, present), dense);
    for (int line = 0; line < out.length; line++) {
      Arrays.fill(out[line], Double.NaN);
      for (int i = 0; i < present.length; i++) {
        out[line][present[i]] = dense[line][i];
      }
    }
    return out;
  }

  /**
   * Index of the first bar that so many bars with all inputs come before; the size where there are
   * too few.
   *
   * @param bars of which none was taken but by this computation
   * @param count 0 or more
   */
  public int indexAfter(BarSeries bars, int count) {
    if (missing == 0) {
      return Math.min(count, bars.size());
    }
    int[] present = present(bars);
    return count < present.length ? present[count] : bars.size();
  }

  /** Another one in the same state: a checkpoint to come back to. */
  public Computation copy() {
    return new Computation(this);
  }

  private boolean isMissing(double open, double high, double low, double close, double volume) {
    // Almost always all are numbers: then so is their sum (but for infinities, which go on below).
    return Double.isNaN(open + high + low + close + volume)
        && isAnyNaN(open, high, low, close, volume);
  }

  private boolean isAnyNaN(double open, double high, double low, double close, double volume) {
    return (readsOpen && Double.isNaN(open))
        || (readsHigh && Double.isNaN(high))
        || (readsLow && Double.isNaN(low))
        || (readsClose && Double.isNaN(close))
        || (readsVolume && Double.isNaN(volume));
  }

  /** Whether no bar is missing, as almost always: column by column, which is quick. */
  private boolean isComplete(BarSeries bars) {
    return !(readsOpen && hasNaN(bars.open()))
        && !(readsHigh && hasNaN(bars.high()))
        && !(readsLow && hasNaN(bars.low()))
        && !(readsClose && hasNaN(bars.close()))
        && !(readsVolume && hasNaN(bars.volume()));
  }

  private static boolean hasNaN(double[] column) {
    for (double value : column) {
      if (Double.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /** Indexes of the bars that have all inputs. */
  private int[] present(BarSeries bars) {
    int[] indexes = new int[bars.size()];
    int count = 0;
    for (int i = 0; i < indexes.length; i++) {
      if (!isMissing(
          bars.open()[i], bars.high()[i], bars.low()[i], bars.close()[i], bars.volume()[i])) {
        indexes[count++] = i;
      }
    }
    return count == indexes.length ? indexes : Arrays.copyOf(indexes, count);
  }

  private static BarSeries pick(BarSeries bars, int[] indexes) {
    long[] openAtMillis = new long[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      openAtMillis[i] = bars.openAtMillis()[indexes[i]];
    }
    return new BarSeries(
        openAtMillis,
        pick(bars.open(), indexes),
        pick(bars.high(), indexes),
        pick(bars.low(), indexes),
        pick(bars.close(), indexes),
        pick(bars.volume(), indexes));
  }

  private static double[] pick(double[] column, int[] indexes) {
    double[] picked = new double[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      picked[i] = column[indexes[i]];
    }
    return picked;
  }
}
