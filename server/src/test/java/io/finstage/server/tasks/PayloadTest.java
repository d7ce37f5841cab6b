package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

  private static Payload of(String text) throws FailedForGoodException {
    return Payload.of(Bytes.utf8(text));
  }

  @Test
  void fieldsAreReadByTheirNames() throws Exception {
    Payload payload = of("{\"n\": 7, \"name\": \"a\", \"list\": [\"x\", \"y\"]}");

    assertThat(payload.whole("n", 0, 9)).isEqualTo(7);
    assertThat(payload.text("name")).contains("a");
    assertThat(payload.texts("list", 2)).containsExactly("x", "y");
    payload.end("kind");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"n\": null}"})
  void whatIsAbsentHasItsDefault(String text) throws Exception {
    assertThat(of(text).whole("n", 0, 9, 3)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "{", "{} {}", "{\"a\":1,}", "{a:1}", "{\"a\":1,\"a\":2}"})
  void whatIsNotOneStrictObjectIsRefused(String text) {
    assertThatThrownBy(() -> of(text)).isInstanceOf(FailedForGoodException.class);
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    Bytes bytes = Bytes.of(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});

    assertThatThrownBy(() -> Payload.of(bytes)).hasMessageContaining("UTF-8");
  }

  @Test
  void nestingWithoutEndIsRefused() {
    assertThatThrownBy(() -> of("{\"a\":" + "[".repeat(500_000)))
        .isInstanceOf(FailedForGoodException.class);
  }

  @ParameterizedTest
  @CsvSource({"10", "-1", "1.5", "'\"1\"'", "true", "1e99", "1e999999999", "1e-999999999"})
  void aNumberOutOfRangeIsRefusedWithItsFieldAndItsRange(String value) throws Exception {
    Payload payload = of("{\"n\": " + value + "}");

    assertThatThrownBy(() -> payload.whole("n", 0, 9))
        .hasMessageStartingWith("n must be a whole number from 0 to 9, not ");
  }

  @Test
  void anEntryOfAListThatIsNoTextIsRefusedWithItsIndex() throws Exception {
    Payload payload = of("{\"list\": [\"x\", 7]}");

    assertThatThrownBy(() -> payload.texts("list", 9))
        .hasMessage("list[1] must be a string, not 7");
  }

  @Test
  void aListThatIsTooLongIsRefusedWithItsLimit() throws Exception {
    Payload payload = of("{\"list\": [\"x\", \"y\"]}");

    assertThatThrownBy(() -> payload.texts("list", 1))
        .hasMessage("list must have at most 1 entries, not 2");
  }

  @Test
  void aFieldThatNobodyReadIsRefused() throws Exception {
    Payload payload = of("{\"milis\": 7}");

    assertThatThrownBy(() -> payload.end("sleep"))
        .hasMessage("milis is no field of the payload of sleep");
  }
}
