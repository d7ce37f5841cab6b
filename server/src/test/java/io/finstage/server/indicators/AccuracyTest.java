package io.finstage.server.indicators;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.BarSeries;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The profile ACCURATE against the definition in decimals of 50 digits. */
class AccuracyTest {

  private static final MathContext DIGITS = new MathContext(50);
  private static final int BARS = 3000;
  private static final int PERIOD = 20;

  static Stream<Arguments> shapes() {
    return Stream.of(Shape.WALK, Shape.SPIKES, Shape.TINY, Shape.HUGE, Shape.ALTERNATING)
        .flatMap(shape -> Stream.of(Arguments.of(shape, false), Arguments.of(shape, true)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theMeanIsExactToTheLastDigits(Shape shape, boolean spike) {
    double[] close = closes(shape, spike);
    double[] sma = run("sma(20)", close)[0];
    double worst = 0;
    for (int i = PERIOD - 1; i < BARS; i++) {
      worst = Math.max(worst, relative(mean(close, i), sma[i]));
    }
    assertThat(worst).isLessThan(1e-15);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theDeviationIsExactToTwelveDigits(Shape shape, boolean spike) {
    double[] close = closes(shape, spike);
    double[] deviation = run("stddev(20)", close)[0];
    double worst = 0;
    for (int i = PERIOD - 1; i < BARS; i++) {
      worst = Math.max(worst, relative(deviation(close, i), deviation[i]));
    }
    assertThat(worst).isLessThan(1e-12);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theBandsAreTheMeanAndTwoDeviations(Shape shape, boolean spike) {
    double[] close = closes(shape, spike);
    double[][] bands = run("bbands(20,2)", close);
    double worst = 0;
    for (int i = PERIOD - 1; i < BARS; i++) {
      BigDecimal mean = mean(close, i);
      BigDecimal distance = deviation(close, i).multiply(BigDecimal.TWO);
      double size = mean.add(distance).doubleValue();
      worst = Math.max(worst, absolute(mean.add(distance), bands[0][i]) / size);
      worst = Math.max(worst, absolute(mean, bands[1][i]) / size);
      worst = Math.max(worst, absolute(mean.subtract(distance), bands[2][i]) / size);
    }
    assertThat(worst).isLessThan(1e-14);
  }

  @ParameterizedTest
  @EnumSource(
      value = Shape.class,
      names = {"WALK", "TINY", "HUGE", "ALTERNATING"})
  void theLineOfBestFitIsExactToThirteenDigits(Shape shape) {
    double[] close = closes(shape, false);
    double[] end = run("linearreg(20)", close)[0];
    double worst = 0;
    for (int i = PERIOD - 1; i < BARS; i++) {
      worst = Math.max(worst, relative(lineEnd(close, i), end[i]));
    }
    assertThat(worst).isLessThan(1e-13);
  }

  /** Largest distance between the profiles on a walk about 100, as a part of the largest value. */
  @ParameterizedTest
  @CsvSource({
    "sma(20), 1e-14",
    "ema(20), 1e-14",
    "wma(20), 1e-12",
    "dema(20), 1e-14",
    "tema(20), 1e-13",
    "kama(10), 1e-12",
    "trima(20), 1e-13",
    "t3(5), 1e-13",
    "linearreg(14), 1e-12",
    "tsf(14), 1e-12",
    "bbands(20), 1e-10",
    "stddev(20), 1e-8",
    "var(20), 1e-9",
    "atr(14), 1e-14",
    "natr(14), 1e-14",
  })
  void theProfilesAgreeWhereTaLibIsGood(String text, double most) {
    double[] close = closes(Shape.WALK, false);
    double[][] ours = run(text, close);
    double[][] theirs = run(text.replace(")", ",profile=TALIB_0_4)"), close);
    double size = 0;
    double worst = 0;
    for (int line = 0; line < ours.length; line++) {
      for (int i = 0; i < BARS; i++) {
        if (!Double.isNaN(theirs[line][i])) {
          size = Math.max(size, Math.abs(theirs[line][i]));
          worst = Math.max(worst, Math.abs(theirs[line][i] - ours[line][i]));
        }
      }
    }
    assertThat(worst / size).isLessThan(most);
  }

  private static double[] closes(Shape shape, boolean spike) {
    double[] close = shape.bars(21, BARS).close();
    if (spike) {
      close[1234] = 1e9;
    }
    return close;
  }

  private static double[][] run(String text, double[] close) {
    long[] openAtMillis = new long[close.length];
    for (int i = 0; i < openAtMillis.length; i++) {
      openAtMillis[i] = i;
    }
    return ((Resolution.Ready) Indicators.resolve(text))
        .recipe()
        .begin()
        .run(new BarSeries(openAtMillis, close, close, close, close, close));
  }

  private static BigDecimal mean(double[] close, int last) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = last - PERIOD + 1; i <= last; i++) {
      sum = sum.add(new BigDecimal(close[i]));
    }
    return sum.divide(BigDecimal.valueOf(PERIOD), DIGITS);
  }

  private static BigDecimal deviation(double[] close, int last) {
    BigDecimal mean = mean(close, last);
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = last - PERIOD + 1; i <= last; i++) {
      sum = sum.add(new BigDecimal(close[i]).subtract(mean).pow(2));
    }
    return sum.divide(BigDecimal.valueOf(PERIOD), DIGITS).sqrt(DIGITS);
  }

  private static BigDecimal lineEnd(double[] close, int last) {
    BigDecimal mean = mean(close, last);
    BigDecimal half = new BigDecimal(PERIOD - 1).divide(BigDecimal.TWO);
    BigDecimal both = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (int j = 0; j < PERIOD; j++) {
      BigDecimal x = new BigDecimal(j).subtract(half);
      both = both.add(x.multiply(new BigDecimal(close[last - PERIOD + 1 + j])));
      squares = squares.add(x.pow(2));
    }
    return mean.add(both.divide(squares, DIGITS).multiply(half));
  }

  private static double relative(BigDecimal expected, double actual) {
    return absolute(expected, actual) / Math.abs(expected.doubleValue());
  }

  private static double absolute(BigDecimal expected, double actual) {
    return Math.abs(expected.subtract(new BigDecimal(actual)).doubleValue());
  }
}
