package io.finstage.server.feed.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "167.41",
        "0.0001",
        ".5",
        "5.",
        "999999999999999",
        "0.000000000000001",
        "123456789.123456789",
        "9007199254740993",
        "1e-7",
        "-1.5",
        "+2",
        "1E10",
        "00012.50"
      })
  void readsADecimalAsTheLibraryDoes(String text) {
    assertThat(decimal(text)).isEqualTo(Double.parseDouble(text));
  }

  @Test
  void readsRandomDecimalsAsTheLibraryDoes() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    assertThat(random.longs(10_000, 0, 10_000_000_000_000_000L).mapToObj(BigInteger::valueOf))
        .as("seed %d", seed)
        .allSatisfy(digits -> {
          String text = new BigDecimal(digits, random.nextInt(16)).toPlainString();
          assertThat(decimal(text)).isEqualTo(Double.parseDouble(text));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "-",
        "1.2.3",
        "12a",
        "NaN",
        "Infinity",
        "0x10p3",
        "1d",
        "1f",
        " 1",
        "1 ",
        "1,5",
        "--1",
        "1e",
        "e5"
      })
  void readsNoNumberFromOtherText(String text) {
    assertThat(decimal(text)).isNaN();
  }

  @Test
  void readsNoNumberFromAnEndlessText() {
    assertThat(decimal("1".repeat(100))).isNaN();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, -7, 1_381_132_800_464L, 999_999_999_999_999_999L})
  void readsAWholeNumber(long number) {
    assertThat(whole(Long.toString(number))).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "1.0", "+1", "1e3", "9223372036854775808", " 1", "1x"})
  void readsNoWholeNumberFromOtherText(String text) {
    assertThat(whole(text)).isEqualTo(Numbers.NO_LONG);
  }

  private static double decimal(String text) {
    byte[] bytes = ("x" + text + "9").getBytes(StandardCharsets.ISO_8859_1);
    return Numbers.decimal(bytes, 1, text.length());
  }

  private static long whole(String text) {
    byte[] bytes = ("x" + text + "9").getBytes(StandardCharsets.ISO_8859_1);
    return Numbers.wholeNumber(bytes, 1, text.length());
  }
}
