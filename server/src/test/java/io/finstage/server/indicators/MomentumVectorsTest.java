package io.finstage.server.indicators;

import static io.finstage.server.indicators.SixBars.assertEnds;

import org.junit.jupiter.api.Test;

/** Worked out by hand from the published formulas on {@link SixBars}; the sources are named. */
class MomentumVectorsTest {

  /** Williams 1998, New Trading Dimensions. */
  @Test
  void awesomeIsTheDifferenceOfTwoMeansOfTheMiddle() {
    assertEnds("ao(2,3)", 0, 13 - 12, 12 - 12, 11.5 - 37 / 3.0, 14.5 - 13);
  }

  /** Williams 1998, New Trading Dimensions. */
  @Test
  void acceleratorIsAwesomeLessItsMean() {
    double ao = 11.5 - 37 / 3.0;
    assertEnds("ac(2,3,2)", 0, 0 - 0.5, ao - ao / 2, 1.5 - (ao + 1.5) / 2);
  }

  /** StockCharts ChartSchool: the close n / 2 + 1 bars ago, less the mean. */
  @Test
  void detrendedPriceLooksBackHalfAPeriodAndOne() {
    assertEnds("dpo(4)", 0, 10 - 46 / 4.0, 14 - 51 / 4.0, 12 - 53 / 4.0);
  }

  /** Coppock 1962; StockCharts ChartSchool. */
  @Test
  void coppockWeighsTheNewestSumOfRatesMost() {
    double second = 20 - 100 / 7.0;
    double third = -200 / 7.0 - 50 / 3.0;
    double fourth = 25 + 50;
    double fifth = 60 + 100 / 15.0;
    assertEnds(
        "coppock(2,2,1)",
        0,
        (2 * third + second) / 3,
        (2 * fourth + third) / 3,
        (2 * fifth + fourth) / 3);
  }

  /** Pring 1992; StockCharts ChartSchool. */
  @Test
  void knowSureThingWeighsFourRatesOneToFour() {
    double third = -50 / 3.0 - 2 * 200 / 7.0 + 3 * (-100 / 7.0 - 50 / 3.0) / 2 - 4 * 200 / 7.0;
    double fourth = 50 + 2 * 25 + 3 * (-50 / 3.0 + 50) / 2 + 4 * 25;
    double fifth = 100 / 15.0 + 2 * 60 + 3 * (50 + 100 / 15.0) / 2 + 4 * 60;
    assertEnds("kst(1,2,1,2,1,1,2,1,2)", 0, third, fourth, fifth);
  }

  /** Blau 1991, Stocks and Commodities. */
  @Test
  void trueStrengthIsSmoothedMomentumByItsSize() {
    assertEnds("tsi(2,1,1)", 0, 100 / 3.0, -300 / 7.0, 2700 / 37.0, 900 / 11.0);
  }

  /** Chande and Kroll 1994, The New Technical Trader: plain sums, not Wilder's. */
  @Test
  void chandeMomentumIsOfPlainSums() {
    assertEnds("cmo(2)", 0, 100 * 2 / 6.0, -100, 100 * 3 / 7.0, 100);
  }

  /** Chande and Kroll 1994, The New Technical Trader. */
  @Test
  void qstickIsTheMeanOfCloseLessOpen() {
    assertEnds("qstick(2)", 0, 2, 1, -2, 1.5, 3);
  }

  /** Elder 1993, Trading for a Living. */
  @Test
  void elderRayMeasuresTheBarFromTheAverage() {
    double third = 32 / 3.0;
    double fourth = 122 / 9.0;
    double fifth = 410 / 27.0;
    assertEnds("elderray(2)", 0, 2, 4, 13 - third, 15 - fourth, 18 - fifth);
    assertEnds("elderray(2)", 1, -2, 0, 7 - third, 11 - fourth, 14 - fifth);
  }

  /** Ehlers 2002, Stocks and Commodities. */
  @Test
  void fisherTransformsTheSmoothedPlaceInTheRange() {
    double first = 0.5 * Math.log(1.33 / 0.67);
    double second = 0.5 * Math.log(1.5511 / 0.4489) + 0.5 * first;
    double third = 0.5 * Math.log(1.039237 / 0.960763) + 0.5 * second;
    double x = 0.33 + 0.67 * 0.039237;
    double fourth = 0.5 * Math.log((1 + x) / (1 - x)) + 0.5 * third;
    double y = 0.33 + 0.67 * x;
    double fifth = 0.5 * Math.log((1 + y) / (1 - y)) + 0.5 * fourth;
    assertEnds("fisher(2)", 0, first, second, third, fourth, fifth);
    assertEnds("fisher(2)", 1, 0, first, second, third, fourth);
  }

  /** Blau 1993, Stocks and Commodities. */
  @Test
  void stochasticMomentumIsTheDistanceFromTheMiddleByHalfTheRange() {
    assertEnds("smi(2,1,1,1)", 0, 100, -100 / 3.0, -100 / 3.0, 100, 100 * 1.5 / 3.5);
  }

  /** Connors and Alvarez 2012, An Introduction to ConnorsRSI. */
  @Test
  void connorsRsiIsTheMeanOfThreeRanks() {
    double fourth = (80 + 100 * 1.625 / 2.125 + 100) / 3;
    double fifth = (100 * 2 / 2.375 + 100 * 1.3125 / 1.5625 + 50) / 3;
    assertEnds("crsi(2,2,2)", 0, (40 + 20 + 0) / 3.0, fourth, fifth);
  }

  /** Schaff 1999: a stochastic of a stochastic of MACD, here of 2 0 -2/3 13/9 22/27. */
  @Test
  void schaffTrendIsAStochasticOfAStochastic() {
    assertEnds("stc(2,1,2,0.5)", 0, 0, 50, 25);
  }

  /** Pine reference: every average begins with its first value. */
  @Test
  void macdOfPineBeginsItsAveragesWithTheFirstValue() {
    double macd = 290 / 27.0 - 11;
    double signal = 8 / 27.0 + 2 / 3.0 * (macd - 8 / 27.0);
    double fast = 290 / 27.0 + 2 / 3.0 * (15 - 290 / 27.0);
    double next = fast - 13;
    double last = fast + 2 / 3.0 * (16 - fast) - 14.5;
    assertEnds("macd(2,3,2,profile=PINE)", 0, macd, next, last);
    double second = signal + 2 / 3.0 * (next - signal);
    assertEnds("macd(2,3,2,profile=PINE)", 1, signal, second, second + 2 / 3.0 * (last - second));
  }

  /** TA-Lib: the fast average begins so late that both begin on the same bar. */
  @Test
  void macdBeginsItsAveragesOnTheSameBar() {
    assertEnds("macd(2,3,2)", 0, 0, 2 / 3.0, 13 / 18.0);
    assertEnds("macd(2,3,2)", 1, 0.5, 11 / 18.0, 37 / 54.0);
    assertEnds("macd(2,3,2)", 2, -0.5, 1 / 18.0, 1 / 27.0);
  }
}
