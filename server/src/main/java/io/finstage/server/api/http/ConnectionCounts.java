package io.finstage.server.api.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections are open, in all and by address. Thread-safe. */
final class ConnectionCounts {

  /** Which limit a connection would have exceeded. */
  enum Refusal {
    CONNECTIONS_MAX,
    CONNECTIONS_PER_ADDRESS_MAX
  }

  private static final int IPV6_NETWORK_BYTES = 8;

  private final int connectionsMax;
  private final int connectionsPerAddressMax;
  private final AtomicInteger open = new AtomicInteger();

  /** An entry lives as long as a connection of it: as many as connections, at most. */
  private final Map<ByteBuffer, Integer> openByAddress = new ConcurrentHashMap<>();

  ConnectionCounts(int connectionsMax, int connectionsPerAddressMax) {
    this.connectionsMax = connectionsMax;
    this.connectionsPerAddressMax = connectionsPerAddressMax;
  }

  /** Counts a connection in, unless a limit forbids it. */
  Optional<Refusal> enter(InetAddress address) {
    if (open.incrementAndGet() > connectionsMax) {
      open.decrementAndGet();
      return Optional.of(Refusal.CONNECTIONS_MAX);
    }
    if (openByAddress.merge(key(address), 1, Integer::sum) > connectionsPerAddressMax) {
      leave(address);
      return Optional.of(Refusal.CONNECTIONS_PER_ADDRESS_MAX);
    }
    return Optional.empty();
  }

  /** Counts a connection out that was let in. */
  void leave(InetAddress address) {
    openByAddress.computeIfPresent(key(address), (ignored, n) -> n == 1 ? null : n - 1);
    open.decrementAndGet();
  }

  int open() {
    return open.get();
  }

  /** Whoever has one IPv6 address has all of its /64 network. */
  private static ByteBuffer key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(
        address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }
}
