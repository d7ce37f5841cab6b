package io.finstage.server.hub;

import io.finstage.server.market.Quote;
import io.finstage.server.market.Tick;
import io.finstage.server.market.Trade;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the hub knows of a symbol's price after one tick. Immutable. */
public final class PriceUpdate extends Update {

  private final double price;
  private final double size;
  private final double bid;
  private final double ask;
  private final Instant timestamp;

  private PriceUpdate(
      Topic topic,
      long sequence,
      double price,
      double size,
      double bid,
      double ask,
      Instant timestamp,
      Instant receivedAt) {
    super(topic, sequence, receivedAt);
    this.price = price;
    this.size = size;
    this.bid = bid;
    this.ask = ask;
    this.timestamp = timestamp;
  }

  /** The state after {@code tick}, given the state {@code before} it. */
  static PriceUpdate after(
      Topic topic, @Nullable PriceUpdate before, Tick tick, long sequence, Instant receivedAt) {
    return switch (tick) {
      case Trade trade ->
          new PriceUpdate(
              topic,
              sequence,
              trade.price(),
              trade.size(),
              before == null ? Double.NaN : before.bid,
              before == null ? Double.NaN : before.ask,
              trade.at(),
              receivedAt);
      case Quote quote ->
          new PriceUpdate(
              topic,
              sequence,
              before == null ? Double.NaN : before.price,
              Double.NaN,
              quote.bid(),
              quote.ask(),
              quote.at(),
              receivedAt);
    };
  }

  /** Price of the last trade; NaN while unknown. */
  public double price() {
    return price;
  }

  /** Size of the trade that caused this update; NaN when a quote did. */
  public double size() {
    return size;
  }

  /** Best bid; NaN while unknown. */
  public double bid() {
    return bid;
  }

  /** Best ask; NaN while unknown. */
  public double ask() {
    return ask;
  }

  /** The source's time of the event. */
  public Instant timestamp() {
    return timestamp;
  }

  @Override
  public String toString() {
    return symbol() + "#" + sequence() + " " + price + " x " + size + " [" + bid + ", " + ask + "]";
  }
}
