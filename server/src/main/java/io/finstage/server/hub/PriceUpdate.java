package io.finstage.server.hub;

import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import io.finstage.server.market.Trade;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the hub knows of a symbol after one tick. Immutable; every subscriber is handed this same
 * object, and its bytes are made once per encoding, by the first thread that needs them.
 */
public final class PriceUpdate implements Sequenced {

  /** How an update is spelled. */
  public enum Encoding {
    /** A complete WebSocket text frame. */
    JSON_FRAME,
    /** A field {@code events} of a protobuf batch: tag, length, event. */
    PROTOBUF_EVENT
  }

  private final Symbol symbol;
  private final long sequence;
  private final double price;
  private final double size;
  private final double bid;
  private final double ask;
  private final Instant timestamp;
  private final Instant receivedAt;
  private volatile byte @Nullable [] jsonFrame;
  private volatile byte @Nullable [] protobufEvent;

  private PriceUpdate(
      Symbol symbol,
      long sequence,
      double price,
      double size,
      double bid,
      double ask,
      Instant timestamp,
      Instant receivedAt) {
    this.symbol = symbol;
    this.sequence = sequence;
    this.price = price;
    this.size = size;
    this.bid = bid;
    this.ask = ask;
    this.timestamp = timestamp;
    this.receivedAt = receivedAt;
  }

  /** The state after {@code tick}, given the state {@code before} it. */
  static PriceUpdate after(
      @Nullable PriceUpdate before, Tick tick, long sequence, Instant receivedAt) {
    return switch (tick) {
      case Trade trade ->
          new PriceUpdate(
              trade.symbol(),
              sequence,
              trade.price(),
              trade.size(),
              before == null ? Double.NaN : before.bid,
              before == null ? Double.NaN : before.ask,
              trade.at(),
              receivedAt);
      case Quote quote ->
          new PriceUpdate(
              quote.symbol(),
              sequence,
              before == null ? Double.NaN : before.price,
              Double.NaN,
              quote.bid(),
              quote.ask(),
              quote.at(),
              receivedAt);
    };
  }

  @Override
  public Symbol symbol() {
    return symbol;
  }

  /** Rises by one per symbol, from 1. */
  @Override
  public long sequence() {
    return sequence;
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

  /** When this server took the event in. */
  public Instant receivedAt() {
    return receivedAt;
  }

  /**
   * The bytes of this update, neither a snapshot nor conflated. Two threads may race to make them;
   * both get equal bytes.
   *
   * @return shared: must not be changed
   */
  public byte[] encoded(Encoding encoding, Function<PriceUpdate, byte[]> encoder) {
    byte[] known = encoding == Encoding.JSON_FRAME ? jsonFrame : protobufEvent;
    if (known != null) {
      return known;
    }
    byte[] bytes = encoder.apply(this);
    switch (encoding) {
      case JSON_FRAME -> jsonFrame = bytes;
      case PROTOBUF_EVENT -> protobufEvent = bytes;
    }
    return bytes;
  }

  @Override
  public String toString() {
    return symbol + "#" + sequence + " " + price + " x " + size + " [" + bid + ", " + ask + "]";
  }
}
