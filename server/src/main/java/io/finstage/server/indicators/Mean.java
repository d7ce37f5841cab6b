package io.finstage.server.indicators;

/**
 * Mean of the last n values, as {@link Window} sums them; NaN passes by. With n = 1 it is the value
 * itself.
 */
final class Mean implements Filter {

  private final Window window;
  private final int length;

  private Mean(Window window) {
    this.window = window;
    this.length = window.length();
  }

  static Mean of(int length, Profile profile) {
    return new Mean(Window.of(length, profile));
  }

  @Override
  public double next(double value) {
    return !Double.isNaN(value) ? window.add(value) / length : Double.NaN;
  }

  @Override
  public double peek(double value) {
    return window.sumWith(value) / length;
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Mean copy() {
    return new Mean(window.copy());
  }
}
