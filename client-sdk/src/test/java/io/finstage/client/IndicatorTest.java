package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IndicatorTest {

  @Test
  void writesItsNumbersAsTheServerDoes() {
    assertThat(Indicators.macd(12, 26, 9).text()).isEqualTo("macd(12,26,9)");
    assertThat(Indicators.bbands(20, 2).text()).isEqualTo("bbands(20,2)");
    assertThat(Indicators.bbands(20, 2.5).text()).isEqualTo("bbands(20,2.5)");
    assertThat(Indicators.obv().text()).isEqualTo("obv");
  }

  @Test
  void namesTheProfileAfterTheParameters() {
    assertThat(Indicators.ema(9).profile(Indicator.Profile.PINE).text())
        .isEqualTo("ema(9,profile=PINE)");
    assertThat(Indicators.obv().profile(Indicator.Profile.TALIB_0_4).text())
        .isEqualTo("obv(profile=TALIB_0_4)");
  }

  @Test
  void refusesATextThatCannotBeOne() {
    assertThatThrownBy(() -> Indicator.of("  ")).hasMessageContaining("1 to 512 characters");
    assertThatThrownBy(() -> Indicator.of("x".repeat(513))).hasMessageContaining("512");
  }

  @Test
  void refusesColumnsOfUnequalLength() {
    double[] one = {1};
    assertThatThrownBy(() -> Bars.of("MINE", new long[] {1}, one, one, new double[2], one, one))
        .hasMessageContaining("1 times, but a column of 2");
  }
}
