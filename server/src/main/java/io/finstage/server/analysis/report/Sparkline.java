package io.finstage.server.analysis.report;

/** A line of a table's height: how a value moved. */
final class Sparkline {

  private static final int POINTS_MAX = 100;
  private static final double WIDTH = 140;
  private static final double HEIGHT = 28;
  private static final double MARGIN = 3;

  private Sparkline() {}

  /**
   * Of the values from an index on; NaN leaves a gap.
   *
   * @param low least of them
   * @param high greatest of them
   */
  static String of(double[] values, int from, double low, double high) {
    int count = values.length - from;
    int step = Math.max(1, (count + POINTS_MAX - 1) / POINTS_MAX);
    StringBuilder line = new StringBuilder();
    boolean drawing = false;
    double x = 0;
    double y = 0;
    for (int i = values.length - 1 - (count - 1) / step * step; i < values.length; i += step) {
      if (Double.isFinite(values[i])) {
        x = MARGIN + (i - from) / Math.max(1.0, count - 1) * (WIDTH - 2 * MARGIN);
        y =
            high > low
                ? MARGIN + (high - values[i]) / (high - low) * (HEIGHT - 2 * MARGIN)
                : HEIGHT / 2;
        line.append(drawing ? "L" : "M").append(Figures.at(x)).append(" ").append(Figures.at(y));
        drawing = true;
      } else {
        drawing = false;
      }
    }
    if (line.isEmpty()) {
      return "";
    }
    return "<svg class=\"spark\" viewBox=\"0 0 140 28\" aria-hidden=\"true\"><path d=\""
        + line
        + "\"/><circle cx=\""
        + Figures.at(x)
        + "\" cy=\""
        + Figures.at(y)
        + "\" r=\"2\"/></svg>";
  }
}
