package io.finstage.server.feed.replay;

import static io.finstage.server.feed.RefusalReason.NUMBER_MALFORMED;
import static io.finstage.server.feed.RefusalReason.ROW_MALFORMED;

import io.finstage.server.feed.CheckedTick;
import io.finstage.server.feed.CheckedTick.Refused;
import io.finstage.server.feed.OneLine;
import io.finstage.server.feed.TickCheck;
import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The two kinds of rows, and how a row becomes a tick:
 *
 * <pre>
 * event_time_ms,symbol,price,size[,venue]     trades
 * event_time_ms,symbol,bid,ask[,venue]        quotes
 * </pre>
 *
 * The header tells them apart; without one the rows are trades. Not thread-safe.
 */
final class RowFormat {

  static final String EXPECTED =
      "event_time_ms,symbol,price,size[,venue] for trades"
          + " or event_time_ms,symbol,bid,ask[,venue] for quotes";

  private static final int SYMBOLS_CACHED_MAX = 10_000;
  private static final int FIELDS = 4;
  private static final int FIELDS_WITH_VENUE = 5;

  private final boolean quotes;
  private final TickCheck check;
  private final Map<String, Symbol> symbols = new HashMap<>();

  private RowFormat(boolean quotes, TickCheck check) {
    this.quotes = quotes;
    this.check = check;
  }

  /** Whether a first row is a header: it does not begin with a time. */
  static boolean isHeader(RowReader row) {
    byte first = row.length(0) > 0 ? row.bytes()[row.start(0)] : 0;
    return !(first >= '0' && first <= '9') && first != '-';
  }

  /** The format that a header names; empty if it is not one of the two. */
  static Optional<RowFormat> ofHeader(RowReader row, TickCheck check) {
    if (row.fields() != FIELDS && row.fields() != FIELDS_WITH_VENUE) {
      return Optional.empty();
    }
    if (!isNamed(row, 0, "event_time_ms") || !isNamed(row, 1, "symbol")) {
      return Optional.empty();
    }
    if (isNamed(row, 2, "price") && isNamed(row, 3, "size")) {
      return Optional.of(trades(check));
    }
    return isNamed(row, 2, "bid") && isNamed(row, 3, "ask")
        ? Optional.of(new RowFormat(true, check))
        : Optional.empty();
  }

  static RowFormat trades(TickCheck check) {
    return new RowFormat(false, check);
  }

  /** The tick of a row, checked. */
  CheckedTick read(RowReader row, Instant now) {
    if (row.fields() != FIELDS && row.fields() != FIELDS_WITH_VENUE) {
      return new Refused(
          "row",
          ROW_MALFORMED,
          "a row has " + FIELDS + " or " + FIELDS_WITH_VENUE + " columns, not " + row.fields());
    }
    long millis = Numbers.wholeNumber(row.bytes(), row.start(0), row.length(0));
    if (millis == Numbers.NO_LONG) {
      return notANumber(row, 0, "timestamp");
    }
    double first = Numbers.decimal(row.bytes(), row.start(2), row.length(2));
    if (Double.isNaN(first)) {
      return notANumber(row, 2, quotes ? "bid" : "price");
    }
    double second = Numbers.decimal(row.bytes(), row.start(3), row.length(3));
    if (Double.isNaN(second)) {
      return notANumber(row, 3, quotes ? "ask" : "size");
    }
    String name = row.text(1);
    Symbol symbol = symbols.get(name);
    if (symbol == null) {
      if (!Symbol.isValid(name)) {
        return TickCheck.symbolInvalid(name);
      }
      symbol = new Symbol(name);
      if (symbols.size() < SYMBOLS_CACHED_MAX) {
        symbols.put(name, symbol);
      }
    }
    Instant at = Instant.ofEpochMilli(millis);
    return quotes
        ? check.checkQuote(symbol, first, second, at, now)
        : check.checkTrade(symbol, first, second, at, now);
  }

  private static Refused notANumber(RowReader row, int field, String name) {
    return new Refused(
        name, NUMBER_MALFORMED, name + " is not a number: '" + OneLine.of(row.text(field)) + "'");
  }

  private static boolean isNamed(RowReader row, int field, String name) {
    return row.text(field).strip().toLowerCase(Locale.ROOT).equals(name);
  }
}
