package io.finstage.server.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.indicators.Output;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "7.25, 7.25",
    "12.34, 12.3",
    "999, 999",
    "999.96, 1.00 k",
    "12345, 12.3 k",
    "999499, 999 k",
    "999950, 1.00 M",
    "-1234567, −1.23 M",
    "1e30, 1000000000000000000 tn"
  })
  void largeNumbersHaveAScale(double value, String shown) {
    assertThat(Figures.compact(value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "167.161, '167.16'",
    "1234567.5, '1,234,567.50'",
    "1.5, 1.5000",
    "0.00012, 0.00012000"
  })
  void pricesHaveDecimalsByTheirSize(double value, String shown) {
    assertThat(Figures.price(value, value)).isEqualTo(shown);
  }

  @Test
  void differencesOfPricesHaveTwoDecimalsMoreThanPrices() {
    assertThat(Figures.value(-0.00065, Output.Unit.PRICE, 167)).isEqualTo("−0.0007");
    assertThat(Figures.value(166.5, Output.Unit.PRICE, 167)).isEqualTo("166.50");
  }

  @Test
  void changesHaveTheirSign() {
    assertThat(Figures.change(0.01234)).isEqualTo("+1.23 %");
    assertThat(Figures.change(-0.5)).isEqualTo("−50.00 %");
  }

  @Test
  void whatIsNotThereIsADash() {
    assertThat(Figures.price(Double.NaN, 1)).isEqualTo("–");
    assertThat(Figures.change(Double.NaN)).isEqualTo("–");
    assertThat(Figures.value(Double.NEGATIVE_INFINITY, Output.Unit.RATIO, 1)).isEqualTo("–");
  }

  @Test
  void theyAreTheSameInEveryCountry() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Figures.price(1234.5, 1234.5)).isEqualTo("1,234.50");
      assertThat(Figures.at(1.25)).isEqualTo("1.3");
    } finally {
      Locale.setDefault(before);
    }
  }
}
