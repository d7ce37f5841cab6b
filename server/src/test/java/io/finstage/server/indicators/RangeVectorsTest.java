package io.finstage.server.indicators;

import static io.finstage.server.indicators.SixBars.assertEnds;

import org.junit.jupiter.api.Test;

/** Worked out by hand from the published formulas on {@link SixBars}; the sources are named. */
class RangeVectorsTest {

  /** Dreiss 1993; TradingView, Choppiness Index. */
  @Test
  void choppinessIsTheLogarithmOfTheWayByTheSpan() {
    assertEnds("chop(2)", 0, log2(8 / 6.0), log2(10 / 9.0), log2(11 / 8.0), log2(9 / 7.0));
  }

  /** Martin and McCann 1989; StockCharts ChartSchool, Ulcer Index. */
  @Test
  void ulcerIsTheRootOfTheMeanSquareOfTheDepth() {
    double second = 100 * 2 / 14.0;
    double third = 100 * 2 / 12.0;
    assertEnds(
        "ulcer(2)",
        0,
        second / Math.sqrt(2),
        Math.sqrt((second * second + third * third) / 2),
        third / Math.sqrt(2),
        0);
  }

  /** Dorsey 1993, Stocks and Commodities; the deviations are 2 1 1 2.5 0.5. */
  @Test
  void relativeVolatilityIsAnRsiOfDeviations() {
    assertEnds("rvi(2,2)", 0, 100 / 1.5, 40, 80, 100 * 1 / 1.1875);
  }

  /** Hull: the sample deviation of two returns is their distance by the root of two. */
  @Test
  void historicalVolatilityIsTheSampleDeviationOfReturns() {
    double scale = 100 * Math.sqrt(252) / Math.sqrt(2);
    double first = Math.log(1.4);
    double second = Math.log(12 / 14.0);
    double third = Math.log(10 / 12.0);
    double fourth = Math.log(1.5);
    double fifth = Math.log(16 / 15.0);
    assertEnds(
        "hv(2,252)",
        0,
        scale * (first - second),
        scale * (second - third),
        scale * (fourth - third),
        scale * (fourth - fifth));
  }

  @Test
  void standardScoreIsTheDistanceFromTheMeanInDeviations() {
    assertEnds("zscore(3)", 0, 0, -2 / Math.sqrt(8 / 3.0), 8 / Math.sqrt(38), 7 / Math.sqrt(62));
  }

  /** Pine reference, ta.percentrank: equal values count. */
  @Test
  void percentRankCountsThePreviousValuesThatAreNotAbove() {
    assertEnds("percentrank(3)", 0, 100 / 3.0, 100, 100);
  }

  /** Botes and Siepman 2010, Stocks and Commodities. */
  @Test
  void vortexIsTheWayUpAndDownByTheTrueRange() {
    assertEnds("vortex(2)", 0, 12 / 8.0, 7 / 10.0, 9 / 11.0, 15 / 9.0);
    assertEnds("vortex(2)", 1, 4 / 8.0, 11 / 10.0, 11 / 11.0, 3 / 9.0);
  }

  /** Dorsey 1992, Stocks and Commodities. */
  @Test
  void massIndexSumsTheRatioOfTwoAveragesOfTheRange() {
    double fifth =
        (40 / 9.0 + 2 / 3.0 * (4 - 40 / 9.0)) / (124 / 27.0 + 2 / 3.0 * (112 / 27.0 - 124 / 27.0));
    assertEnds("massi(2,2)", 0, 1 + 12 / 11.0, 12 / 11.0 + 30 / 31.0, 30 / 31.0 + fifth);
  }

  /**
   * LazyBear's Squeeze Momentum: through three points the line ends half their rise above the mean.
   */
  @Test
  void squeezeMomentumIsTheEndOfTheLineOfBestFit() {
    double fourth = 15 - (11.5 + 37 / 3.0) / 2;
    double fifth = 16 - (12.5 + 41 / 3.0) / 2;
    assertEnds(
        "squeeze(3)",
        0,
        (0 - 1.75 + fourth) / 3 + fourth / 2,
        (-1.75 + fourth + fifth) / 3 + (fifth + 1.75) / 2);
  }

  /** Carter 2005, Mastering the Trade. */
  @Test
  void squeezeIsOnWhileTheBandsAreWithinTheChannel() {
    // deviations 1 1 2.5 0.5, mean true ranges 4 5 5.5 4.5
    assertEnds("squeeze(2,2,1)", 1, 1, 1, 1, 1);
    assertEnds("squeeze(2,3,1)", 1, 1, 1, 0, 1);
  }

  private static double log2(double value) {
    return 100 * Math.log(value) / Math.log(2);
  }
}
