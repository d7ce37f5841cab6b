package io.finstage.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalParserTest {

  private static String read(String text) {
    return switch (SignalParser.parse(text)) {
      case SignalResolution.Ready(SignalRule rule) -> rule.text();
      case SignalResolution.Problem(String description) -> "problem: " + description;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crosses_above(sma(9),sma(21)) | crosses_above(sma(9),sma(21))",
        "  Crosses_Below ( close , SMA(200) ) | crosses_below(close,sma(200))",
        "crosses_above(sma,100) | crosses_above(sma(20),100)",
        "crosses_above(sma(9).sma,sma(21,profile=TALIB_0_4))"
            + "| crosses_above(sma(9).sma,sma(21,profile=TALIB_0_4))",
        "enters(rsi(14),70,100) | enters(rsi(14),70,100)",
        "leaves(rsi,0,30.5) | leaves(rsi(14),0,30.5)",
        "golden_cross(50,200) | golden_cross(50,200)",
        "death_cross( 5 , 8 ) | death_cross(5,8)",
        "breakout(20) | breakout(20)",
        "breakdown( 55 ) | breakdown(55)",
        "squeeze_on(20,2,1.5) | squeeze_on(20,2,1.5)",
        "squeeze_off(20, 2.0, 1.50) | squeeze_off(20,2,1.5)",
        "trend_flip(supertrend) | trend_flip(supertrend(10,3))",
        "touches_upper(bbands) | touches_upper(bbands(20,2))",
        "touches_lower(keltner(20,10,2)) | touches_lower(keltner(20,10,2))",
        "crosses_above(macd,macd.signal) | crosses_above(macd(12,26,9),macd(12,26,9).signal)",
      })
  void textsThatMakeSenseHaveOneSpelling(String text, String canonical) {
    assertThat(read(text)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rsi(14)",
        "crosses_above",
        "crosses_above()",
        "crosses_above(sma(9))",
        "crosses_above(sma(9),sma(21),sma(50))",
        "crosses_above(1,2)",
        "crosses_above(sma(9),crosses_above(1,sma(3)))",
        "crosses_above((sma(9)),sma(3))",
        "crosses_above(sma(9),sma(21)",
        "crosses_above(sma(9)),sma(21)",
        "crosses_above(sma(0),sma(21))",
        "crosses_above(sma(9),nope(21))",
        "crosses_above(sma(9).nope,sma(21))",
        "crosses_above(sma(9).,sma(21))",
        "crosses_above(sma(9),NaN)",
        "crosses_above(sma(9),Infinity)",
        "crosses_above(sma(9),1e400)",
        "enters(rsi(14),100,70)",
        "enters(rsi(14),70)",
        "enters(50,0,100)",
        "enters(rsi(14),seventy,100)",
        "golden_cross(200,50)",
        "golden_cross(50.5,200)",
        "golden_cross(50)",
        "trend_flip(sma(9))",
        "touches_upper(sma(9))",
      })
  void textsThatMakeNoSenseAreTurnedDown(String text) {
    assertThat(read(text)).startsWith("problem: ");
  }

  @Test
  void aProblemSaysWhatIsWrong() {
    assertThat(read("crosses_above(sma(0),close)"))
        .isEqualTo(
            "problem: has 'sma(0)', whose params.period must be a whole number from 1 to 10000");
    assertThat(read("sideways(close)")).contains("crosses_above, crosses_below");
    assertThat(read("enters(rsi(14),100,70)"))
        .isEqualTo("problem: must give the lower border of the zone first");
  }

  @Test
  void lengthAndDepthAreBounded() {
    assertThat(read("crosses_above(" + "(".repeat(300) + ")")).contains("at most 256 characters");
    assertThat(read("crosses_above(sma((9)),close)")).contains("nest none deeper than two");
  }

  @Test
  void aSignalIsToldFromAnIndicatorByItsKind() {
    assertThat(SignalParser.isSignal("enters(rsi(14),70,100)")).isTrue();
    assertThat(SignalParser.isSignal("rsi(14)")).isFalse();
    assertThat(SignalParser.isSignal("rsi")).isFalse();
  }
}
