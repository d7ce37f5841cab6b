package io.finstage.server.market;

import java.time.Instant;

/** One thing that happened at a venue: a {@link Trade} or a {@link Quote}. */
public sealed interface Tick permits Trade, Quote {

  /** What it happened to. */
  Symbol symbol();

  /** The source's time of the event. */
  Instant at();
}
