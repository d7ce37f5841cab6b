package io.finstage.server.bars;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * A bar as a line of text, and back:
 *
 * <pre>
 * date,symbol,open,high,low,close,volume              2013-10-07,SPY,...      days
 * open_time_ms,symbol,open,high,low,close,volume      1381104000000,SPY,...   any interval
 * </pre>
 *
 * <p>Numbers are written so that reading them gives the same double. Not thread-safe.
 */
final class BarFormat {

  private static final String REST = ",symbol,open,high,low,close,volume";
  private static final String DATES = "date" + REST;
  private static final String TIMES = "open_time_ms" + REST;
  private static final int FIELDS = 7;
  private static final int SHOWN_MAX = 40;
  private static final int NUMBER_MAX = 40;

  /** What a line holds. */
  sealed interface Line {
    /** A bar. */
    record Read(SymbolBar bar) implements Line {}

    /**
     * No bar.
     *
     * @param field as the header names it
     * @param description what is wrong with it
     */
    record Refused(String field, String description) implements Line {}
  }

  /** One field that says nothing sensible. */
  private static final class FieldException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String field;

    FieldException(String field, String description) {
      super(description, null, false, false);
      this.field = field;
    }
  }

  private final Interval interval;
  private final Session session;
  private final Grid grid;
  private final boolean dates;

  private BarFormat(Interval interval, Session session, boolean dates) {
    this.interval = interval;
    this.session = session;
    this.grid = new Grid(interval, session);
    this.dates = dates;
  }

  /** The format that a first line names; empty when it names none. */
  static Optional<BarFormat> ofHeader(String line, Interval interval, Session session) {
    String header = line.strip().toLowerCase(Locale.ROOT).replace("\uFEFF", "");
    if (header.equals(DATES) && interval == Interval.D1) {
      return Optional.of(new BarFormat(interval, session, true));
    }
    return header.equals(TIMES)
        ? Optional.of(new BarFormat(interval, session, false))
        : Optional.empty();
  }

  /** What the bars of an interval are written in: days by their date. */
  static BarFormat of(Interval interval, Session session) {
    return new BarFormat(interval, session, interval == Interval.D1);
  }

  /** What {@link #ofHeader} takes, for people. */
  static String expected(Interval interval) {
    return interval == Interval.D1 ? DATES + " or " + TIMES : TIMES;
  }

  String header() {
    return dates ? DATES : TIMES;
  }

  Line read(String text) {
    String[] fields = text.split(",", -1);
    if (fields.length != FIELDS) {
      return new Line.Refused("line", "has " + fields.length + " fields, not " + FIELDS);
    }
    try {
      long openMillis = dates ? date(fields[0]) : time(fields[0]);
      String symbol = fields[1].strip();
      if (!Symbol.isValid(symbol)) {
        throw new FieldException("symbol", "is not a symbol: " + shown(symbol));
      }
      Bar bar =
          bar(
              openMillis,
              price("open", fields[2]),
              price("high", fields[3]),
              price("low", fields[4]),
              price("close", fields[5]),
              number("volume", fields[6]));
      return new Line.Read(new SymbolBar(new Symbol(symbol), interval, bar));
    } catch (FieldException e) {
      return new Line.Refused(e.field, String.valueOf(e.getMessage()));
    }
  }

  String write(Symbol symbol, Bar bar) {
    long openMillis = bar.openAt().toEpochMilli();
    String time = dates ? session.dateOf(openMillis).toString() : Long.toString(openMillis);
    return String.join(
        ",",
        time,
        symbol.value(),
        plain(bar.open()),
        plain(bar.high()),
        plain(bar.low()),
        plain(bar.close()),
        whole(bar.volume()));
  }

  private static Bar bar(
      long openMillis, double open, double high, double low, double close, double volume)
      throws FieldException {
    if (high < Math.max(open, Math.max(low, close))) {
      throw new FieldException("high", "is below another price: " + high);
    }
    if (low > Math.min(open, close)) {
      throw new FieldException("low", "is above another price: " + low);
    }
    if (volume < 0) {
      throw new FieldException("volume", "is negative: " + volume);
    }
    return new Bar(Instant.ofEpochMilli(openMillis), open, high, low, close, volume + 0.0, 0);
  }

  private long date(String text) throws FieldException {
    try {
      return session.startOf(LocalDate.parse(text.strip()));
    } catch (DateTimeException | ArithmeticException e) {
      throw new FieldException("date", "is not a date, as in 2013-10-07: " + shown(text));
    }
  }

  private long time(String text) throws FieldException {
    long millis;
    try {
      millis = Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new FieldException(
          "open_time_ms", "is not milliseconds since 1970 UTC: " + shown(text));
    }
    // The years 1 to 9999: what the contract can carry.
    if (millis < -62_135_596_800_000L || millis > 253_402_300_799_999L) {
      throw new FieldException("open_time_ms", "is out of range: " + shown(text));
    }
    if (grid.open(millis) != millis) {
      throw new FieldException(
          "open_time_ms", "is not the start of a " + interval + " bar: " + shown(text));
    }
    return millis;
  }

  private static double price(String field, String text) throws FieldException {
    double price = number(field, text);
    if (!(price > 0)) {
      throw new FieldException(field, "is not above 0: " + shown(text));
    }
    return price;
  }

  /** parseDouble takes more than a decimal number: NaN, hexadecimal, suffixes. */
  private static double number(String field, String text) throws FieldException {
    String number = text.strip();
    boolean decimal =
        number.length() <= NUMBER_MAX
            && number.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
    try {
      double value = decimal ? Double.parseDouble(number) : Double.NaN;
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as any other text that is no number.
    }
    throw new FieldException(field, "is not a finite number: " + shown(text));
  }

  private static String shown(String text) {
    String head = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "..." : text;
    return "'" + head.replaceAll("[^\\x20-\\x7e]", "?") + "'";
  }

  private static String plain(double value) {
    String text = Double.toString(value);
    return text.indexOf('E') < 0 ? text : new BigDecimal(text).toPlainString();
  }

  private static String whole(double value) {
    String text = plain(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
