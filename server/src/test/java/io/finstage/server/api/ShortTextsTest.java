package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.api.IndicatorTexts.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortTextsTest {

  private final ShortTexts texts = new ShortTexts();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "rsi; rsi(14)",
        "RSI( 14 ); rsi(14)",
        "sma(period=20); sma(20)",
        "crosses_above( close , sma(2) ); crosses_above(close,sma(2))"
      })
  void whatMeansTheSameHasOneText(String text, String canonical) {
    assertThat(texts.read(text)).isEqualTo(new Reading.Known(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nope",
        "rsi(0)",
        "rsi(14",
        "rsi(14,15,16)",
        "crosses_above(close)",
        "|",
        "\n"
      })
  void whatMakesNoSenseIsDescribed(String text) {
    assertThat(texts.read(text)).isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void aParameterThatIsOutOfRangeIsNamed() {
    assertThat(texts.read("rsi(0)"))
        .isInstanceOfSatisfying(
            Reading.Unknown.class, unknown -> assertThat(unknown.description()).contains("period"));
  }
}
