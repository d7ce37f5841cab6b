package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Line of best fit through the last n closes (least squares), and what can be read from it.
 *
 * <pre>
 *   c[j] ~ b + m j, j = 0 for the oldest, n - 1 for the newest
 *   LINEARREG = b + m (n - 1)   SLOPE = m   INTERCEPT = b   ANGLE = atan(m) in degrees   TSF = b + m n
 * </pre>
 *
 * <p>ACCURATE uses block sums relative to an anchor ({@link Ramp}): the same few operations
 * whatever n is. TALIB_0_4 sums the window anew for each bar, as TA-Lib does, and like TA-Lib lets
 * n (n - 1) (2 n - 1) overflow, from n = 1,025 on.
 */
final class LinearRegression extends Filter {

  private enum Reading {
    END,
    SLOPE,
    ANGLE,
    INTERCEPT,
    FORECAST
  }

  static final Descriptor LINEARREG =
      of(
          "linearreg",
          "Linear regression, end of the line",
          Reading.END,
          Output.Unit.PRICE,
          "b + m (n - 1), b + m j the line of best fit",
          "ta_LINEARREG.c");
  static final Descriptor SLOPE =
      of(
          "linearreg_slope",
          "Linear regression, slope",
          Reading.SLOPE,
          Output.Unit.PRICE,
          "m, in price per bar",
          "ta_LINEARREG_SLOPE.c");
  static final Descriptor ANGLE =
      of(
          "linearreg_angle",
          "Linear regression, angle in degrees",
          Reading.ANGLE,
          Output.Unit.RATIO,
          "atan(m) 180 / pi",
          "ta_LINEARREG_ANGLE.c");
  static final Descriptor INTERCEPT =
      of(
          "linearreg_intercept",
          "Linear regression, beginning of the line",
          Reading.INTERCEPT,
          Output.Unit.PRICE,
          "b",
          "ta_LINEARREG_INTERCEPT.c");
  static final Descriptor TSF =
      of("tsf", "Time series forecast", Reading.FORECAST, Output.Unit.PRICE, "b + m n", "ta_TSF.c");

  private final Reading reading;
  private final int period;
  private final Ramp ramp;

  private LinearRegression(Reading reading, Ramp ramp) {
    this.reading = reading;
    this.period = ramp.length();
    this.ramp = ramp;
  }

  @Override
  public double next(double value) {
    return !Double.isNaN(value) && ramp.add(value) ? read() : Double.NaN;
  }

  @Override
  public double peek(double value) {
    return !Double.isNaN(value) && ramp.look(value) ? read() : Double.NaN;
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public LinearRegression copy() {
    return new LinearRegression(reading, ramp.copy());
  }

  private double read() {
    double n = period;
    double slope = (12 * ramp.ramp() - 6 * (n - 1) * ramp.sum()) / (n * (n * n - 1));
    // The line goes through the middle of the window at its mean.
    double mean = ramp.sum() / n;
    double half = (n - 1) / 2;
    return switch (reading) {
      case SLOPE -> slope;
      case ANGLE -> Math.toDegrees(Math.atan(slope));
      case END -> ramp.anchor() + (mean + slope * half);
      case INTERCEPT -> ramp.anchor() + (mean - slope * half);
      case FORECAST -> ramp.anchor() + (mean + slope * (half + 1));
    };
  }

  private static Filter filter(Reading reading, int period, Profile profile) {
    return profile == Profile.TALIB_0_4
        ? new Summed(reading, period, new Ring(period))
        : new LinearRegression(reading, new Ramp(period));
  }

  private static Descriptor of(
      String id, String title, Reading reading, Output.Unit unit, String formula, String file) {
    boolean onPrice = reading != Reading.SLOPE && reading != Reading.ANGLE;
    return Descriptor.of(id, title, onPrice ? Category.MOVING_AVERAGE : Category.STATISTIC)
        .reads(CLOSE)
        .period("period", 2, 14)
        .gives(id, unit, onPrice)
        .lookback(params -> params.integer("period") - 1)
        .also(Profile.TALIB_0_4)
        .formula(formula, "TA-Lib 0.4, " + file + "; least squares")
        .makes(
            (params, profile) -> new OnClose(filter(reading, params.integer("period"), profile)));
  }

  /** TA-Lib's way; there the newest is at 0 and the line falls back from it. */
  private static final class Summed extends Filter {
    private final Reading reading;
    private final int period;
    private final double sumX;
    private final double divisor;
    private final Ring last;

    Summed(Reading reading, int period, Ring last) {
      this.reading = reading;
      this.period = period;
      this.last = last;
      this.sumX = period * (period - 1) * 0.5;
      int squares = period * (period - 1) * (2 * period - 1) / 6;
      this.divisor = sumX * sumX - period * (double) squares;
    }

    @Override
    public double next(double value) {
      if (Double.isNaN(value)) {
        return Double.NaN;
      }
      last.push(value);
      return last.full() ? read() : Double.NaN;
    }

    @Override
    public double peek(double value) {
      if (Double.isNaN(value)) {
        return Double.NaN;
      }
      double gone = last.push(value);
      double peek = last.full() ? read() : Double.NaN;
      last.undo(gone);
      return peek;
    }

    @Override
    public void run(double[] in, double[] out) {
      for (int i = 0; i < in.length; i++) {
        out[i] = next(in[i]);
      }
    }

    @Override
    public Summed copy() {
      return new Summed(reading, period, last.copy());
    }

    private double read() {
      double[] window = last.window();
      int newest = last.first() + period - 1;
      double sumXy = 0;
      double sumY = 0;
      for (int i = period - 1; i >= 0; i--) {
        double value = window[newest - i];
        sumY += value;
        sumXy += i * value;
      }
      double m = (period * sumXy - sumX * sumY) / divisor;
      double b = (sumY - m * sumX) / period;
      return switch (reading) {
        case SLOPE -> m;
        case ANGLE -> Math.atan(m) * (180.0 / Math.PI);
        case END -> b + m * (period - 1);
        case INTERCEPT -> b;
        case FORECAST -> b + m * period;
      };
    }
  }
}
