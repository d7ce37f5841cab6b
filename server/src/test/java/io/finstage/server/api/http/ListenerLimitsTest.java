package io.finstage.server.api.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ListenerLimitsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Test
  void moreForOneAddressThanForAllIsRefusedWithTheKeysNamed() {
    assertThatThrownBy(() -> new ListenerLimits(10, 11, TIMEOUT))
        .hasMessage(
            "server.connections-per-address-max must be 1 to server.connections-max (10), not 11");
  }

  @Test
  void noConnectionsAreRefused() {
    assertThatThrownBy(() -> new ListenerLimits(0, 1, TIMEOUT))
        .hasMessageContaining("server.connections-max must be at least 1");
  }

  @Test
  void noTimeForARequestIsRefused() {
    assertThatThrownBy(() -> new ListenerLimits(10, 10, Duration.ZERO))
        .hasMessageContaining("server.request-timeout");
  }
}
