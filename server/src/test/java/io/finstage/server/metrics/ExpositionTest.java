package io.finstage.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExpositionTest {

  @Test
  void aValueThatCouldBreakTheLineIsEscaped() {
    String text = new Exposition().gauge("a", "one\ntwo \\").sample(1, "l", "\"x\\\n").text();

    assertThat(text)
        .isEqualTo("# HELP a one\\ntwo \\\\\n# TYPE a gauge\na{l=\"\\\"x\\\\\\n\"} 1\n");
  }

  @Test
  void aCounterWithoutTheSuffixIsRefused() {
    assertThatThrownBy(() -> new Exposition().counter("a", "help"))
        .hasMessageContaining("counter a must end in _total");
  }

  @Test
  void aGaugeWithTheSuffixOfACounterIsRefused() {
    assertThatThrownBy(() -> new Exposition().gauge("a_total", "help"))
        .hasMessageContaining("a_total");
  }
}
