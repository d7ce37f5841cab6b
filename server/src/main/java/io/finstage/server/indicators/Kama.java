package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Kaufman's adaptive moving average: fast where the price goes straight, slow where it only shakes.
 *
 * <pre>
 *   ER   = |c - c[n]| / sum of the last n |c - c'|      1 where nothing moved
 *   a    = (ER (2 / (fast + 1) - 2 / (slow + 1)) + 2 / (slow + 1))^2
 *   KAMA = k' + a (c - k')                              the first k' is the close before
 * </pre>
 *
 * <p>TALIB_0_4 runs one sum of the moves, and takes ER for 1 where that sum is below 1e-8 or not
 * above the (signed) change, as TA-Lib does.
 */
final class Kama extends Filter {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("kama", "Kaufman's adaptive moving average", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .period("period", 1, 10)
          .period("fast", 1, 2)
          .period("slow", 1, 30)
          .gives("kama", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period"))
          .fades(params -> Descriptor.fading(slowest(params)))
          .also(Profile.TALIB_0_4)
          .formula(
              "k' + a (c - k'), a = (ER (2/(fast+1) - 2/(slow+1)) + 2/(slow+1))^2,"
                  + " ER = |c - c[n]| / sum |c - c'|",
              "Kaufman 1995, Smarter Trading; TA-Lib 0.4, ta_KAMA.c")
          .makes((params, profile) -> {
            int period = params.integer("period");
            boolean talib = profile == Profile.TALIB_0_4;
            double slow = 2.0 / (params.integer("slow") + 1.0);
            double range = 2.0 / (params.integer("fast") + 1.0) - slow;
            return new OnClose(
                new Kama(talib, slow, range, Window.of(period, profile), new Ring(period + 1)));
          });

  private static final double TALIB_ZERO = 0.00000001;

  private final boolean talib;
  private final double slow;
  private final double range;
  private final Window moves;

  /** The window of closes and the one before it. */
  private final Ring last;

  private double sum;
  private double trailing;
  private double average;

  private Kama(boolean talib, double slow, double range, Window moves, Ring last) {
    this.talib = talib;
    this.slow = slow;
    this.range = range;
    this.moves = moves;
    this.last = last;
  }

  @Override
  public double next(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    if (last.count() == 0) {
      last.push(value);
      average = value;
      return Double.NaN;
    }
    double before = last.ago(0);
    double move = Math.abs(value - before);
    last.push(value);
    if (talib) {
      sum = sumWith(move);
    } else {
      sum = moves.add(move);
    }
    if (!last.full()) {
      average = value;
      return Double.NaN;
    }
    double oldest = last.window()[last.first()];
    trailing = oldest;
    average = toward(average, value, oldest, sum);
    return average;
  }

  @Override
  public double peek(double value) {
    if (Double.isNaN(value) || last.count() < moves.length()) {
      return Double.NaN;
    }
    double move = Math.abs(value - last.ago(0));
    double gone = last.push(value);
    double sumNow = talib ? sumWith(move) : moves.sumWith(move);
    double oldest = last.window()[last.first()];
    last.undo(gone);
    return toward(average, value, oldest, sumNow);
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Kama copy() {
    Kama copy = new Kama(talib, slow, range, moves.copy(), last.copy());
    copy.sum = sum;
    copy.trailing = trailing;
    copy.average = average;
    return copy;
  }

  /**
   * TA-Lib's sum of moves, once the newest value is in {@code last}: the oldest off, the new on.
   */
  private double sumWith(double move) {
    if (last.count() <= moves.length() + 1) {
      return sum + move;
    }
    double less = sum - Math.abs(trailing - last.window()[last.first()]);
    return less + move;
  }

  private double toward(double from, double value, double oldest, double noise) {
    double change = value - oldest;
    double efficiency;
    if (talib) {
      boolean straight = noise <= change || (-TALIB_ZERO < noise && noise < TALIB_ZERO);
      efficiency = straight ? 1.0 : Math.abs(change / noise);
    } else {
      efficiency = noise == 0 ? 1.0 : Math.min(1.0, Math.abs(change) / noise);
    }
    double step = efficiency * range + slow;
    step *= step;
    return (value - from) * step + from;
  }

  private static double slowest(Params params) {
    int bars = Math.max(params.integer("slow"), params.integer("fast"));
    double step = 2.0 / (bars + 1.0);
    return step * step;
  }
}
