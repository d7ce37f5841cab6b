package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The door of the hub: ticks go in, subscribers join. Thread-safe. */
public final class PriceHub implements AutoCloseable {

  /** What became of a tick. */
  public enum Published {
    OK,
    /** The configuration fixes the symbols, and this is none of them. */
    UNKNOWN_SYMBOL,
    /** The hub knows as many symbols as it may. */
    SYMBOLS_MAX
  }

  /**
   * @param epoch names this life of the sequence numbers
   */
  public PriceHub(HubConfig config, InstantSource clock, String epoch) {
    throw new UnsupportedOperationException();
  }

  /**
   * Gives the tick its sequence and hands it to every subscriber of its symbol. Waits while the
   * loops are behind, never for a subscriber.
   */
  public Published publish(Tick tick, Instant receivedAt) {
    throw new UnsupportedOperationException();
  }

  /** The source lost events of {@code symbol}: one sequence is given to the hole and announced. */
  public void upstreamGap(Symbol symbol) {
    throw new UnsupportedOperationException();
  }

  /**
   * Starts a conversation.
   *
   * @param welcome written first
   * @return empty when there are as many subscribers as there may be
   */
  public Optional<Subscriber> join(Outlet outlet, Event.Message welcome) {
    throw new UnsupportedOperationException();
  }

  /** The last update of {@code symbol}. */
  public Optional<PriceUpdate> lastValue(Symbol symbol) {
    throw new UnsupportedOperationException();
  }

  /** The last update of every live symbol, ordered by symbol. */
  public List<PriceUpdate> lastValues() {
    throw new UnsupportedOperationException();
  }

  /** Whether {@code symbol} could ever go live here. */
  public boolean knows(Symbol symbol) {
    throw new UnsupportedOperationException();
  }

  public String epoch() {
    throw new UnsupportedOperationException();
  }

  public HubStats stats() {
    throw new UnsupportedOperationException();
  }

  /** Says goodbye to every subscriber and waits, at most the close timeout, until all have left. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
