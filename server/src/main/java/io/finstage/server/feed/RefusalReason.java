package io.finstage.server.feed;

/**
 * Why a tick was refused. The name is what programs see on the wire and in the readings: it stays.
 */
public enum RefusalReason {
  /** The symbol does not have the form of a symbol. */
  SYMBOL_INVALID,
  /** Neither price and size nor bid and ask. */
  NEITHER_TRADE_NOR_QUOTE,
  /** Fields of a trade and fields of a quote in one tick. */
  TRADE_AND_QUOTE,
  /** A size without a price. */
  PRICE_MISSING,
  /** NaN or infinite. */
  PRICE_NOT_FINITE,
  /** Zero or negative. */
  PRICE_NOT_POSITIVE,
  /** Above the configured bound. */
  PRICE_TOO_LARGE,
  /** A price without a size. */
  SIZE_MISSING,
  /** NaN or infinite. */
  SIZE_NOT_FINITE,
  /** Below zero. */
  SIZE_NEGATIVE,
  /** Above the configured bound. */
  SIZE_TOO_LARGE,
  /** An ask without a bid. */
  BID_MISSING,
  /** NaN or infinite. */
  BID_NOT_FINITE,
  /** Zero or negative. */
  BID_NOT_POSITIVE,
  /** Above the configured bound. */
  BID_TOO_LARGE,
  /** A bid without an ask. */
  ASK_MISSING,
  /** NaN or infinite. */
  ASK_NOT_FINITE,
  /** Zero or negative. */
  ASK_NOT_POSITIVE,
  /** Above the configured bound. */
  ASK_TOO_LARGE,
  /** The nanoseconds are not between 0 and 999,999,999. */
  TIMESTAMP_INVALID,
  /** Before 1970. */
  TIMESTAMP_TOO_OLD,
  /** Later than the clock of this server plus the configured tolerance. */
  TIMESTAMP_IN_FUTURE,
  /** Older than the newest event of its symbol by more than the configured tolerance. */
  TIMESTAMP_BACKWARD,
  /** A row of a file with too few or too many columns. */
  ROW_MALFORMED,
  /** A row of a file longer than a row may be. */
  ROW_TOO_LONG,
  /** Text where a number should be. */
  NUMBER_MALFORMED,
  /** The configuration fixes the symbols, and this is none of them. */
  UNKNOWN_SYMBOL,
  /** The server knows as many symbols as it may. */
  SYMBOLS_MAX
}
