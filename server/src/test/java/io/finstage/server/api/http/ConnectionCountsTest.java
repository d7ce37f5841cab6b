package io.finstage.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.api.http.ConnectionCounts.Refusal;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {

  private static final InetAddress ONE = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress TWO = InetAddress.ofLiteral("10.0.0.2");
  private static final InetAddress THREE = InetAddress.ofLiteral("10.0.0.3");

  private final ConnectionCounts counts = new ConnectionCounts(3, 2);

  @Test
  void anAddressMayHaveNoMoreThanItsShare() {
    assertThat(counts.enter(ONE)).isEmpty();
    assertThat(counts.enter(ONE)).isEmpty();
    assertThat(counts.enter(ONE)).contains(Refusal.CONNECTIONS_PER_ADDRESS_MAX);
    assertThat(counts.open()).isEqualTo(2);
  }

  @Test
  void allAddressesTogetherMayHaveNoMoreThanTheMaximum() {
    assertThat(counts.enter(ONE)).isEmpty();
    assertThat(counts.enter(ONE)).isEmpty();
    assertThat(counts.enter(TWO)).isEmpty();
    assertThat(counts.enter(THREE)).contains(Refusal.CONNECTIONS_MAX);
    assertThat(counts.open()).isEqualTo(3);
  }

  @Test
  void aConnectionThatLeavesMakesRoomForAnother() {
    assertThat(counts.enter(ONE)).isEmpty();
    assertThat(counts.enter(ONE)).isEmpty();
    counts.leave(ONE);

    assertThat(counts.enter(ONE)).isEmpty();
    assertThat(counts.enter(ONE)).contains(Refusal.CONNECTIONS_PER_ADDRESS_MAX);
  }

  @Test
  void addressesOfOneIpv6NetworkCountAsOne() {
    assertThat(counts.enter(InetAddress.ofLiteral("2001:db8:0:1::1"))).isEmpty();
    assertThat(counts.enter(InetAddress.ofLiteral("2001:db8:0:1::2"))).isEmpty();

    assertThat(counts.enter(InetAddress.ofLiteral("2001:db8:0:1::3")))
        .contains(Refusal.CONNECTIONS_PER_ADDRESS_MAX);
    assertThat(counts.enter(InetAddress.ofLiteral("2001:db8:0:2::1"))).isEmpty();
  }
}
