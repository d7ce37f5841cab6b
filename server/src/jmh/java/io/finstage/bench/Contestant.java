package io.finstage.bench;

import java.util.Locale;

/** Whose server is measured. */
enum Contestant {
  /** The packaged product. */
  FINSTAGE("Finstage"),
  /** {@link NettyBroadcaster}, one write and flush per message. */
  NETTY_EACH("Netty, flush per message"),
  /** {@link NettyBroadcaster}, one flush per channel for all ticks that are ready. */
  NETTY_COALESCED("Netty, coalesced flushes"),
  /** {@link GrpcBroadcaster}. */
  GRPC_JAVA("grpc-java Netty");

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  /** As printed in a table. */
  String title() {
    return title;
  }

  /** As written in an option. */
  String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
