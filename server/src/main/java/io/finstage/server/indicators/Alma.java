package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Arnaud Legoux moving average: weights are a bell curve over the window, its peak near the newest.
 *
 * <pre>
 *   w[j] = exp(-(j - m)^2 / (2 s^2))      m = offset (n - 1)   s = n / sigma   j from the oldest
 *   ALMA = (w[0] c[n-1] + ... + w[n-1] c[0]) / (w[0] + ... + w[n-1])
 * </pre>
 */
final class Alma extends Filter {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("alma", "Arnaud Legoux moving average", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .period("period", 1, 9)
          .real("offset", 0, 1, 0.85)
          .real("sigma", 0.1, 100, 6)
          .gives("alma", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .stability(Stability.EXACT)
          .formula(
              "mean weighted with exp(-(j - m)^2 / (2 s^2)), m = offset (n - 1), s = n / sigma",
              "Legoux & Kouzis-Loukas 2009; Pine reference, ta.alma")
          .makes((params, profile) -> {
            int period = params.integer("period");
            return new OnClose(
                new Alma(
                    weights(period, params.real("offset"), params.real("sigma")),
                    new Ring(period)));
          });

  private final double[] weights;
  private final Ring last;

  private Alma(double[] weights, Ring last) {
    this.weights = weights;
    this.last = last;
  }

  @Override
  public double next(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    last.push(value);
    return average();
  }

  @Override
  public double peek(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    double gone = last.push(value);
    double average = average();
    last.undo(gone);
    return average;
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Alma copy() {
    return new Alma(weights, last.copy());
  }

  private double average() {
    if (!last.full()) {
      return Double.NaN;
    }
    double[] window = last.window();
    int first = last.first();
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * window[first + j];
    }
    return sum;
  }

  private static double[] weights(int period, double offset, double sigma) {
    double peak = offset * (period - 1);
    double width = period / sigma;
    // Relative to the greatest, or they may all vanish between two bars.
    double nearest = Math.abs(Math.rint(peak) - peak);
    double[] weights = new double[period];
    double sum = 0;
    for (int j = 0; j < period; j++) {
      double distance = (j - peak) * (j - peak) - nearest * nearest;
      weights[j] = Math.exp(-distance / (2 * width * width));
      sum += weights[j];
    }
    for (int j = 0; j < period; j++) {
      weights[j] /= sum;
    }
    return weights;
  }
}
