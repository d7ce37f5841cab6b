package io.finstage.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void keepsWhatCanBeRead() {
    assertThat(OneLine.of("a b~!\\")).isEqualTo("a b~!\\");
  }

  @Test
  void spellsWhatWouldBreakOrForgeALine() {
    assertThat(OneLine.of("a\nb\r\u0000\u001b[31m\u2028\u00e9"))
        .isEqualTo("a\\u000ab\\u000d\\u0000\\u001b[31m\\u2028\\u00e9");
  }

  @Test
  void cutsWhatIsLong() {
    assertThat(OneLine.of("x".repeat(1000))).isEqualTo("x".repeat(120) + "...");
  }
}
