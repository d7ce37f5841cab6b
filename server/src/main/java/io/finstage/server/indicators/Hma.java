package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Hull moving average: twice the fast weighted average less the slow one, smoothed a little.
 *
 * <pre>
 *   HMA = WMA(2 WMA(c, n / 2) - WMA(c, n), sqrt(n))      both rounded down
 * </pre>
 */
final class Hma extends Filter {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("hma", "Hull moving average", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .period("period", 2, 9)
          .gives("hma", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") + root(params.integer("period")) - 2)
          .formula(
              "WMA(2 WMA(c, n / 2) - WMA(c, n), sqrt(n)), rounded down",
              "Hull 2005, alanhull.com; Pine reference, ta.hma")
          .makes((params, profile) -> {
            int period = params.integer("period");
            return new OnClose(
                new Hma(
                    Wma.of(period / 2, profile),
                    Wma.of(period, profile),
                    Wma.of(root(period), profile)));
          });

  private final Filter fast;
  private final Filter slow;
  private final Filter last;

  private Hma(Filter fast, Filter slow, Filter last) {
    this.fast = fast;
    this.slow = slow;
    this.last = last;
  }

  @Override
  public double next(double value) {
    return last.next(2 * fast.next(value) - slow.next(value));
  }

  @Override
  public double peek(double value) {
    return last.peek(2 * fast.peek(value) - slow.peek(value));
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Hma copy() {
    return new Hma(fast.copy(), slow.copy(), last.copy());
  }

  private static int root(int period) {
    return (int) Math.sqrt(period);
  }
}
