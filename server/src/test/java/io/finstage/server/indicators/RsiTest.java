package io.finstage.server.indicators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.finstage.server.market.BarSeries;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RsiTest {

  private static final MathContext DIGITS = new MathContext(40);

  /** StockCharts ChartSchool, RSI: the spreadsheet of QQQQ, rounded to two places there. */
  @Test
  void theFirstValueIsOfMeansAndTheNextAreWilders() {
    double[] close = {
      44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826,
      45.8931, 46.0328, 45.6140, 46.2820, 46.2820, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439
    };
    double[] rsi = run("rsi(14)", close);
    assertThat(rsi[13]).isNaN();
    double[] expected = {70.53, 66.32, 66.55, 69.41, 66.36, 57.97};
    for (int i = 0; i < expected.length; i++) {
      assertThat(rsi[14 + i]).isCloseTo(expected[i], within(0.005));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-10, 1e9})
  void itAgreesWithDecimalArithmeticAtAnyPrice(double scale) {
    double[] close = walk(7, 2000, scale);
    double[] rsi = run("rsi(14)", close);
    double[] exact = decimal(close, 14);
    for (int i = 14; i < close.length; i++) {
      assertThat(rsi[i]).isCloseTo(exact[i], within(1e-11));
    }
  }

  @Test
  void whereNothingMovedItIsFifty() {
    assertThat(run("rsi(2)", new double[] {5, 5, 5, 5})).endsWith(50, 50);
  }

  @Test
  void whereNothingMovedTaLibAnswersNothing() {
    assertThat(run("rsi(2,profile=TALIB_0_4)", new double[] {5, 5, 5, 5})).endsWith(0, 0);
  }

  @Test
  void itIsAHundredWhereNothingFell() {
    assertThat(run("rsi(3)", new double[] {1, 2, 3, 4, 4, 5})).endsWith(100, 100, 100);
  }

  private static double[] run(String text, double[] close) {
    long[] openAtMillis = new long[close.length];
    for (int i = 0; i < close.length; i++) {
      openAtMillis[i] = i;
    }
    BarSeries bars = new BarSeries(openAtMillis, close, close, close, close, close);
    return ((Resolution.Ready) Indicators.resolve(text)).recipe().begin().run(bars)[0];
  }

  private static double[] walk(long seed, int length, double scale) {
    Random random = new Random(seed);
    double[] close = new double[length];
    double price = 100;
    for (int i = 0; i < length; i++) {
      price *= 1 + 0.02 * (random.nextDouble() - 0.5);
      close[i] = price * scale;
    }
    return close;
  }

  private static double[] decimal(double[] close, int period) {
    double[] rsi = new double[close.length];
    BigDecimal n = BigDecimal.valueOf(period);
    BigDecimal before = n.subtract(BigDecimal.ONE);
    BigDecimal gains = BigDecimal.ZERO;
    BigDecimal losses = BigDecimal.ZERO;
    for (int i = 1; i < close.length; i++) {
      BigDecimal change = new BigDecimal(close[i]).subtract(new BigDecimal(close[i - 1]));
      BigDecimal gain = change.max(BigDecimal.ZERO);
      BigDecimal loss = change.negate().max(BigDecimal.ZERO);
      if (i <= period) {
        gains = gains.add(gain.divide(n, DIGITS));
        losses = losses.add(loss.divide(n, DIGITS));
      } else {
        gains = gains.multiply(before).add(gain).divide(n, DIGITS);
        losses = losses.multiply(before).add(loss).divide(n, DIGITS);
      }
      BigDecimal part = gains.divide(gains.add(losses), DIGITS);
      rsi[i] = part.multiply(BigDecimal.valueOf(100)).doubleValue();
    }
    return rsi;
  }
}
