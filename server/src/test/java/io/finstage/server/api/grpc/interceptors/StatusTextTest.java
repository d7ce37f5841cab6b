package io.finstage.server.api.grpc.interceptors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          "in between stays", "in between stays"
          " before",          "%20before"
          "after ",           "after%20"
          "  two  ",          "%20 two %20"
          " ",                "%20"
          "",                 ""
          "100 %\u00e4",       "100 %25%C3%A4"
          """)
  void aValueNeitherBeginsNorEndsWithASpace(String description, String encoded) {
    assertThat(StatusText.encode(description)).isEqualTo(encoded);
  }
}
