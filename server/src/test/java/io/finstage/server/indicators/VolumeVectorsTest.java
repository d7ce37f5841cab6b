package io.finstage.server.indicators;

import static io.finstage.server.indicators.SixBars.assertEnds;

import org.junit.jupiter.api.Test;

/** Worked out by hand from the published formulas on {@link SixBars}; the sources are named. */
class VolumeVectorsTest {

  /** StockCharts ChartSchool, CMF; the weights of the bars are 0 1 -1 0 1 0. */
  @Test
  void chaikinMoneyFlowIsWeightedVolumeByVolume() {
    assertEnds("cmf(2)", 0, 200 / 300.0, 100 / 300.0, -100 / 400.0, 300 / 600.0, 300 / 400.0);
  }

  /** Elder 1993, Trading for a Living; the forces are 800 -200 -600 1500 100. */
  @Test
  void forceIndexIsAnAverageOfChangeTimesVolume() {
    assertEnds("efi(2)", 0, 300, -300, 900, 1100 / 3.0);
  }

  /** Arms 1996, with a divisor of 100: the moves are 4 8 -8 4 12. */
  @Test
  void easeOfMovementIsTheMoveOfTheMiddleForItsVolume() {
    assertEnds("emv(2,100)", 0, 6, 0, -2, 8);
  }

  /** Fosback 1976; the volume falls on the third and on the last bar. */
  @Test
  void negativeVolumeIndexMovesOnBarsOfLessVolume() {
    double third = 1000 * 12 / 14.0;
    assertEnds("nvi", 0, 1000, 1000, third, third, third, third * 16 / 15);
  }

  /** Fosback 1976; the volume rises on the second and on the fourth bar. */
  @Test
  void positiveVolumeIndexMovesOnBarsOfMoreVolume() {
    double fourth = 1400 * 10 / 12.0;
    assertEnds("pvi", 0, 1000, 1400, 1400, fourth, fourth, fourth);
  }

  /** Achelis, Technical Analysis from A to Z. */
  @Test
  void priceVolumeTrendAddsVolumeTimesTheRate() {
    double third = 80 - 200 / 14.0;
    assertEnds("pvt", 0, 0, 80, third, third - 50, third + 100, third + 100 + 100 / 15.0);
  }

  /** Klinger 1997, Stocks and Commodities; the forces are 20000 40000/3 -24000 36000 from bar 1. */
  @Test
  void klingerIsTheDifferenceOfTwoAveragesOfTheForce() {
    double second = 40_000 / 3.0;
    double slow = (20_000 + second) / 2;
    double third = slow + 2 / 3.0 * (-24_000 - slow);
    double fourth = third + 2 / 3.0 * (36_000 - third);
    // cumulated 10 + 4 goes on on the last bar
    double force = 100 * 100 * Math.abs(2 * (4 / 14.0 - 1));
    double fifth = fourth + 2 / 3.0 * (force - fourth);
    assertEnds("kvo(1,2,1)", 0, second - slow, -24_000 - third, 36_000 - fourth, force - fifth);
  }

  /** StockCharts ChartSchool, PVO. */
  @Test
  void volumeOscillatorIsTheDifferenceInPerCentOfTheSlowAverage() {
    double fast = 350 / 3.0 + 2 / 3.0 * (300 - 350 / 3.0);
    double slow = (400 / 3.0 + 300) / 2;
    double lastFast = fast + 2 / 3.0 * (300 - fast);
    double lastSlow = (slow + 300) / 2;
    double endFast = lastFast + 2 / 3.0 * (100 - lastFast);
    double endSlow = (lastSlow + 100) / 2;
    assertEnds(
        "pvo(2,3)",
        0,
        -12.5,
        100 * (fast / slow - 1),
        100 * (lastFast / lastSlow - 1),
        100 * (endFast / endSlow - 1));
  }
}
