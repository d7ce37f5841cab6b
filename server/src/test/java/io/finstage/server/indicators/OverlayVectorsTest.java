package io.finstage.server.indicators;

import static io.finstage.server.indicators.SixBars.assertEnds;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.BarSeries;
import org.junit.jupiter.api.Test;

/** Worked out by hand from the published formulas on {@link SixBars}; the sources are named. */
class OverlayVectorsTest {

  private static final long DAY_MILLIS = 86_400_000;

  /** Wilder 1978, New Concepts. */
  @Test
  void wildersAverageMovesByAnNthOfTheDistance() {
    assertEnds("rma(2)", 0, 12, 12, 11, 13, 14.5);
  }

  /** Pine reference, ta.ema: from the first close. */
  @Test
  void pinesAverageBeginsWithTheFirstClose() {
    assertEnds(
        "ema(2,profile=PINE)", 0, 38 / 3.0, 110 / 9.0, 290 / 27.0, 1100 / 81.0, 3692 / 243.0);
  }

  /** Hull 2005, alanhull.com. */
  @Test
  void hullsAverageIsTwiceTheFastLessTheSlowSmoothed() {
    double first = 64 / 3.0 - 11.4;
    double second = 80 / 3.0 - 12.8;
    double third = 94 / 3.0 - 14.1;
    assertEnds("hma(4)", 0, (first + 2 * second) / 3, (second + 2 * third) / 3);
  }

  /** Pine reference, ta.vwma. */
  @Test
  void volumeWeighsTheCloses() {
    assertEnds("vwma(2)", 0, 38 / 3.0, 40 / 3.0, 10.5, 12.5, 15.25);
  }

  /** Ehlers and Way 2010: the prices ahead of their lag are 18 10 8 20 17. */
  @Test
  void zeroLagSmoothsThePriceAheadOfItsLag() {
    assertEnds("zlema(3)", 0, 12, 16, 16.5);
  }

  /** Legoux and Kouzis-Loukas 2009: the bell about the middle of three, one bar wide. */
  @Test
  void almaWeighsWithABell() {
    double w = Math.exp(-0.5);
    double all = 1 + 2 * w;
    assertEnds(
        "alma(3,0.5,3)",
        0,
        (14 + 22 * w) / all,
        (12 + 24 * w) / all,
        (10 + 27 * w) / all,
        (15 + 26 * w) / all);
  }

  /** ChartSchool, Keltner Channels. */
  @Test
  void keltnerIsATrueRangeAboutAnExponentialAverage() {
    assertEnds("keltner(2,2,1)", 0, 16, 32 / 3.0 + 5, 122 / 9.0 + 5, 410 / 27.0 + 4.5);
    assertEnds("keltner(2,2,1)", 1, 12, 32 / 3.0, 122 / 9.0, 410 / 27.0);
    assertEnds("keltner(2,2,1)", 2, 8, 32 / 3.0 - 5, 122 / 9.0 - 5, 410 / 27.0 - 4.5);
  }

  /** ChartSchool, Price Channels, with the newest bar. */
  @Test
  void donchianIsTheHighestAndTheLowest() {
    assertEnds("donchian(3)", 0, 16, 16, 16, 18);
    assertEnds("donchian(3)", 1, 12, 11.5, 11.5, 12.5);
    assertEnds("donchian(3)", 2, 8, 7, 7, 7);
  }

  /** ChartSchool, Chandelier Exit. */
  @Test
  void theChandelierHangsFromTheHighestHigh() {
    assertEnds("chandelier(2,1)", 0, 12, 11, 10, 13.5);
    assertEnds("chandelier(2,1)", 1, 14, 12, 12, 15.5);
  }

  /** Pine reference, ta.supertrend: 15 is reached on the fifth bar, passed on the sixth. */
  @Test
  void supertrendHoldsUntilTheClosePassesIt() {
    assertEnds("supertrend(2,1)", 0, 18, 15, 15, 11.5);
    assertEnds("supertrend(2,1)", 1, -1, -1, -1, 1);
  }

  /** ChartSchool, Ichimoku Cloud. */
  @Test
  void theCloudIsOfBarsAgo() {
    assertEnds("ichimoku(2,3,4,1)", 0, 11, 13, 11.5, 11, 14.5);
    assertEnds("ichimoku(2,3,4,1)", 1, 12, 11.5, 11.5, 12.5);
    assertEnds("ichimoku(2,3,4,1)", 2, 12.5, 11.5, 11.25);
    assertEnds("ichimoku(2,3,4,1)", 3, 11.5, 11.5);
  }

  /** Bollinger 2001: of two closes the deviation is half their distance. */
  @Test
  void percentBIsWhereBetweenTheBandsTheCloseIs() {
    assertEnds("percent_b(2,1)", 0, 1, 0, 0, 1, 1);
    assertEnds("bbw(2,1)", 0, 4 / 12.0, 2 / 13.0, 2 / 11.0, 5 / 12.5, 1 / 15.5);
  }

  /** Chande 1995: of two changes 4 -2 the momentum is 1/3, of -2 -2 it is 1, of -2 5 3/7. */
  @Test
  void vidyaFollowsTheMomentum() {
    double first = 14 + 2 / 3.0 / 3 * (12 - 14);
    double second = first + 2 / 3.0 * (10 - first);
    double third = second + 2 / 3.0 * 3 / 7 * (15 - second);
    assertEnds("vidya(2,2)", 0, first, second, third, third + 2 / 3.0 * (16 - third));
  }

  /** Ehlers 2005: the step is exp(-4.6 (D - 1)), D from the ranges of two bars. */
  @Test
  void framaFollowsTheDimensionOfTwoBars() {
    double third = 12 + Math.exp(-4.6 * (Math.log(8 / 3.0) / Math.log(2) - 1)) * (14 - 12);
    double fourth = third + Math.exp(-4.6 * (Math.log(10 / 4.5) / Math.log(2) - 1)) * (10 - third);
    double fifth = fourth + Math.exp(-4.6 * (Math.log(10 / 4.0) / Math.log(2) - 1)) * (13 - fourth);
    double sixth = fifth + Math.exp(-4.6 * (Math.log(8 / 3.5) / Math.log(2) - 1)) * (16 - fifth);
    assertEnds("frama(1)", 0, 12, third, fourth, fifth, sixth);
  }

  /** Headley 2002: the first two bars are 4 of 20 and 4 of 24 wide. */
  @Test
  void accelerationBandsArePushedOutByTheRange() {
    double[] upper = {12 * 1.8, 14 * (1 + 4 / 6.0), 16 * (1 + 16 / 28.0), 13 * (1 + 24 / 20.0)};
    assertEnds(
        "accbands(5)",
        0,
        (upper[0] + upper[1] + upper[2] + upper[3] + 15 * (1 + 16 / 26.0)) / 5,
        (upper[1] + upper[2] + upper[3] + 15 * (1 + 16 / 26.0) + 18 * 1.5) / 5);
    assertEnds("accbands(5)", 1, 61 / 5.0, 67 / 5.0);
  }

  /** ChartSchool, VWAP: the typical prices are 10 38/3 40/3 10 41/3 16. */
  @Test
  void vwapIsTheTurnoverByTheVolume() {
    double second = 1000 + 7600 / 3.0;
    double third = second + 4000 / 3.0;
    assertEnds(
        "vwap",
        0,
        10,
        second / 300,
        third / 400,
        (third + 3000) / 700,
        (third + 7100) / 1000,
        (third + 8700) / 1100);
  }

  @Test
  void anchoredVwapBeginsAtItsAnchor() {
    assertEnds("avwap(3)", 0, 10, 7100 / 600.0, 8700 / 700.0);
  }

  @Test
  void vwapBeginsAnewWithTheUtcDay() {
    long[] openAtMillis = {DAY_MILLIS - 2, DAY_MILLIS - 1, DAY_MILLIS, DAY_MILLIS + 1};
    double[] price = {10, 20, 30, 50};
    double[] volume = {1, 1, 1, 1};
    double[][] vwap =
        ((Resolution.Ready) Indicators.resolve("vwap"))
            .recipe()
            .begin()
            .run(new BarSeries(openAtMillis, price, price, price, price, volume));
    assertThat(vwap[0]).containsExactly(10, 15, 30, 40);
  }
}
