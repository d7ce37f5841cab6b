package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Chande's variable index dynamic average: an exponential average whose step follows the momentum.
 *
 * <pre>
 *   CMO = (U - D) / (U + D)      sums of gains and losses of m bars; 0 where nothing moved
 *   VIDYA = v' + 2 / (n + 1) |CMO| (c - v')      the first v' is the close before
 * </pre>
 */
final class Vidya extends Filter {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("vidya", "Variable index dynamic average", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .period("period", 1, 20)
          .period("cmo_period", 1, 9)
          .gives("vidya", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("cmo_period"))
          .stability(Stability.PATH_DEPENDENT)
          .formula("v' + 2 / (n + 1) |CMO(m)| (c - v')", "Chande 1995, Stocks & Commodities 13")
          .makes((params, profile) ->
              new OnClose(
                  new Vidya(
                      2.0 / (params.integer("period") + 1),
                      Window.blocks(params.integer("cmo_period")),
                      Window.blocks(params.integer("cmo_period")))));

  private final double alpha;
  private final Window gains;
  private final Window losses;
  private double previous = Double.NaN;
  private double average;

  private Vidya(double alpha, Window gains, Window losses) {
    this.alpha = alpha;
    this.gains = gains;
    this.losses = losses;
  }

  @Override
  public double next(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    double change = value - previous;
    previous = value;
    if (Double.isNaN(change)) {
      average = value;
      return Double.NaN;
    }
    double next = toward(value, gains.add(Math.max(change, 0)), losses.add(Math.max(-change, 0)));
    average = Double.isNaN(next) ? value : next;
    return next;
  }

  @Override
  public double peek(double value) {
    double change = value - previous;
    if (Double.isNaN(change)) {
      return Double.NaN;
    }
    return toward(value, gains.sumWith(Math.max(change, 0)), losses.sumWith(Math.max(-change, 0)));
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Vidya copy() {
    Vidya copy = new Vidya(alpha, gains.copy(), losses.copy());
    copy.previous = previous;
    copy.average = average;
    return copy;
  }

  private double toward(double value, double up, double down) {
    double moved = up + down;
    double momentum = moved == 0 ? 0 : Math.abs(up - down) / moved;
    return average + alpha * momentum * (value - average);
  }
}
