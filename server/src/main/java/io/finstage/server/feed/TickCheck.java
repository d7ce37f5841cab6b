package io.finstage.server.feed;

import static io.finstage.server.feed.RefusalReason.*;

import io.finstage.server.feed.CheckedTick.Accepted;
import io.finstage.server.feed.CheckedTick.Refused;
import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The check of ticks that come from outside: pushed in by programs, or read from files. What it
 * accepts the hub can trust; what it refuses carries the field and the reason, the first fault
 * found in the order symbol, kind, numbers, time.
 *
 * <p>A tick is exactly a trade (price and size) or a quote (bid and ask). Prices are positive,
 * finite and bounded; a size may be zero; a quote may cross, because venues do. The time lies
 * between 1970 and {@code now} plus a tolerance. Whether it goes backwards is not known from one
 * tick: {@link EventOrder} says.
 *
 * <p>Pure functions of their arguments; thread-safe; they never throw.
 */
public final class TickCheck {

  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private final TickLimits limits;

  public TickCheck(TickLimits limits) {
    this.limits = limits;
  }

  /**
   * Checks a tick of either kind.
   *
   * @param now the server's time: the time of a tick that has none, and the measure of the future
   */
  public CheckedTick check(RawTick raw, Instant now) {
    if (!Symbol.isValid(raw.symbol())) {
      return symbolInvalid(raw.symbol());
    }
    Refused fault = fieldsFault(raw);
    if (fault == null) {
      fault = timeFault(raw.epochSecond(), raw.nanos(), now);
    }
    if (fault != null) {
      return fault;
    }
    Instant at =
        raw.epochSecond() == null ? now : Instant.ofEpochSecond(raw.epochSecond(), raw.nanos());
    Symbol symbol = new Symbol(raw.symbol());
    if (raw.price() != null && raw.size() != null) {
      return checkTrade(symbol, raw.price(), raw.size(), at, now);
    }
    if (raw.bid() != null && raw.ask() != null) {
      return checkQuote(symbol, raw.bid(), raw.ask(), at, now);
    }
    throw new AssertionError("a tick with all fields of neither kind passed: " + raw);
  }

  /** Checks a trade whose symbol is known to be one. */
  public CheckedTick checkTrade(Symbol symbol, double price, double size, Instant at, Instant now) {
    Refused fault =
        priceFault("price", price, PRICE_NOT_FINITE, PRICE_NOT_POSITIVE, PRICE_TOO_LARGE);
    if (fault == null) {
      fault = sizeFault(size);
    }
    if (fault == null) {
      fault = timeFault(at.getEpochSecond(), at.getNano(), now);
    }
    // Adding zero turns a negative zero into zero.
    return fault == null ? new Accepted(new Trade(symbol, price, size + 0.0, at)) : fault;
  }

  /** Checks a quote whose symbol is known to be one. */
  public CheckedTick checkQuote(Symbol symbol, double bid, double ask, Instant at, Instant now) {
    Refused fault = priceFault("bid", bid, BID_NOT_FINITE, BID_NOT_POSITIVE, BID_TOO_LARGE);
    if (fault == null) {
      fault = priceFault("ask", ask, ASK_NOT_FINITE, ASK_NOT_POSITIVE, ASK_TOO_LARGE);
    }
    if (fault == null) {
      fault = timeFault(at.getEpochSecond(), at.getNano(), now);
    }
    return fault == null ? new Accepted(new Quote(symbol, bid, ask, at)) : fault;
  }

  /** The refusal of a text that is not a symbol. */
  public static Refused symbolInvalid(String text) {
    return new Refused(
        "symbol",
        SYMBOL_INVALID,
        "not a symbol: '"
            + OneLine.of(text)
            + "'; a symbol is 1 to "
            + Symbol.LENGTH_MAX
            + " characters, a letter or digit, then letters, digits and . _ : / = ^ @ + -");
  }

  private static @Nullable Refused fieldsFault(RawTick raw) {
    boolean trade = raw.price() != null || raw.size() != null;
    boolean quote = raw.bid() != null || raw.ask() != null;
    if (trade && quote) {
      String field = raw.bid() != null ? "bid" : "ask";
      return new Refused(
          field, TRADE_AND_QUOTE, "a tick is a trade or a quote, not both: send two ticks");
    }
    if (!trade && !quote) {
      return new Refused(
          "price",
          NEITHER_TRADE_NOR_QUOTE,
          "a tick needs price and size (a trade) or bid and ask (a quote)");
    }
    if (trade) {
      return raw.price() == null
          ? new Refused("price", PRICE_MISSING, "a trade needs a price beside its size")
          : raw.size() == null
              ? new Refused("size", SIZE_MISSING, "a trade needs a size beside its price")
              : null;
    }
    return raw.bid() == null
        ? new Refused("bid", BID_MISSING, "a quote needs a bid beside its ask")
        : raw.ask() == null
            ? new Refused("ask", ASK_MISSING, "a quote needs an ask beside its bid")
            : null;
  }

  private @Nullable Refused priceFault(
      String field,
      double value,
      RefusalReason notFinite,
      RefusalReason notPositive,
      RefusalReason tooLarge) {
    if (value > 0 && value <= limits.priceMax()) {
      return null;
    }
    if (!Double.isFinite(value)) {
      return new Refused(field, notFinite, field + " must be finite, not " + value);
    }
    return value > 0
        ? new Refused(
            field, tooLarge, field + " must be at most " + limits.priceMax() + ", not " + value)
        : new Refused(field, notPositive, field + " must be positive, not " + value);
  }

  private @Nullable Refused sizeFault(double size) {
    if (size >= 0 && size <= limits.sizeMax()) {
      return null;
    }
    if (!Double.isFinite(size)) {
      return new Refused("size", SIZE_NOT_FINITE, "size must be finite, not " + size);
    }
    return size < 0
        ? new Refused("size", SIZE_NEGATIVE, "size must not be negative, not " + size)
        : new Refused(
            "size", SIZE_TOO_LARGE, "size must be at most " + limits.sizeMax() + ", not " + size);
  }

  private @Nullable Refused timeFault(@Nullable Long epochSecond, int nanos, Instant now) {
    return epochSecond == null ? null : timeFault(epochSecond.longValue(), nanos, now);
  }

  private @Nullable Refused timeFault(long epochSecond, int nanos, Instant now) {
    if (nanos < 0 || nanos >= NANOS_PER_SECOND) {
      return new Refused(
          "timestamp",
          TIMESTAMP_INVALID,
          "nanos of timestamp must be 0 to 999999999, not " + nanos);
    }
    if (epochSecond < 0) {
      return new Refused(
          "timestamp", TIMESTAMP_TOO_OLD, "timestamp is before 1970: " + epochSecond + " s");
    }
    Instant latest = now.plus(limits.futureTolerance());
    boolean future =
        epochSecond > latest.getEpochSecond()
            || (epochSecond == latest.getEpochSecond() && nanos > latest.getNano());
    return future
        ? new Refused(
            "timestamp",
            TIMESTAMP_IN_FUTURE,
            "timestamp is more than "
                + limits.futureTolerance()
                + " ahead of this server's clock ("
                + now
                + "): "
                + epochSecond
                + " s since 1970")
        : null;
  }
}
