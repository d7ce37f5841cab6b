package io.finstage.server.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.analysis.report.Candles.Candle;
import io.finstage.server.market.BarSeries;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CandlesTest {

  private static final long MINUTE = 60_000;

  /** Minutes whose close is their number, and whose volume is 1. */
  private static BarSeries minutes(long... at) {
    double[] price = new double[at.length];
    double[] volume = new double[at.length];
    Arrays.setAll(price, i -> at[i] + 1);
    Arrays.fill(volume, 1);
    long[] millis = Arrays.stream(at).map(minute -> minute * MINUTE).toArray();
    return new BarSeries(millis, price, price, price, price, volume);
  }

  @Test
  void fewBarsStayAsTheyAre() {
    Candles candles = Candles.of(minutes(0, 1, 5), MINUTE);

    assertThat(candles.widthMillis()).isEqualTo(MINUTE);
    assertThat(candles.list())
        .extracting(Candle::openAtMillis)
        .containsExactly(0L, MINUTE, 5 * MINUTE);
  }

  @Test
  void manyBarsAreJoinedWithoutLosingAnyOfThem() {
    long[] all = new long[780];
    Arrays.setAll(all, i -> i);
    Candles candles = Candles.of(minutes(all), MINUTE);

    assertThat(candles.widthMillis()).isEqualTo(10 * MINUTE);
    assertThat(candles.list()).hasSize(78);
    assertThat(candles.list().get(1)).isEqualTo(new Candle(10 * MINUTE, 11, 20, 11, 20, 10, 10.5));
    assertThat(candles.list().stream().mapToDouble(Candle::volume).sum()).isEqualTo(780);
  }

  @Test
  void thereIsNoAveragePriceWithoutVolume() {
    double[] one = {1};
    BarSeries bars = new BarSeries(new long[] {0}, one, one, one, one, new double[] {0});

    assertThat(Candles.of(bars, MINUTE).list().getFirst().vwap()).isNaN();
  }
}
