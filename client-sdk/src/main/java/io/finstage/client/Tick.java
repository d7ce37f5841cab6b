package io.finstage.client;

import java.time.Instant;
import java.util.Optional;

/** One thing to publish. Immutable. */
public sealed interface Tick permits Trade, Quote {

  String symbol();

  /** The source's time of the event; empty: the server's time. */
  Optional<Instant> at();
}
