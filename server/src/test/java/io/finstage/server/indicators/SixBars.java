package io.finstage.server.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.finstage.server.market.BarSeries;

/**
 * Six bars on which any formula can be worked out by hand. Their middles are 10 12 14 10 13 16,
 * true ranges from the second on 4 4 6 5 4, changes of the close 4 -2 -2 5 1.
 */
final class SixBars {

  private static final double[] OPEN = {10, 10, 14, 12, 10, 15};
  private static final double[] HIGH = {12, 14, 16, 13, 15, 18};
  private static final double[] LOW = {8, 10, 12, 7, 11, 14};
  private static final double[] CLOSE = {10, 14, 12, 10, 15, 16};
  private static final double[] VOLUME = {100, 200, 100, 300, 300, 100};

  private SixBars() {}

  /** Asserts that a line of an indicator has these as its last values, and is NaN before them. */
  static void assertEnds(String text, int line, double... expected) {
    double[] values = values(text)[line];
    for (int i = 0; i < values.length - expected.length; i++) {
      assertThat(values[i]).as("%s at %d", text, i).isNaN();
    }
    for (int i = 0; i < expected.length; i++) {
      int at = values.length - expected.length + i;
      assertThat(values[at]).as("%s at %d", text, at).isCloseTo(expected[i], within(1e-9));
    }
  }

  private static double[][] values(String text) {
    Resolution resolution = Indicators.resolve(text);
    assertThat(resolution).isInstanceOf(Resolution.Ready.class);
    long[] openAtMillis = {0, 1, 2, 3, 4, 5};
    return ((Resolution.Ready) resolution)
        .recipe()
        .begin()
        .run(new BarSeries(openAtMillis, OPEN, HIGH, LOW, CLOSE, VOLUME));
  }
}
