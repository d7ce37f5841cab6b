package io.finstage.server.analysis.kinds;

import io.finstage.server.bars.BarImport;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.Payload;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Fields of payloads that several kinds have, read the same way. */
final class MarketFields {

  static final String SYMBOLS = "symbols";
  static final String INTERVAL = "interval";
  static final String START = "start";
  static final String END = "end";

  /** Instead of a list: every symbol that has bars. */
  static final String ALL = "*";

  /** As many as can come in with one file. */
  static final int SYMBOLS_MAX = BarImport.SYMBOLS_MAX;

  private static final String CHOICES =
      Arrays.stream(Interval.values()).map(Interval::toString).collect(Collectors.joining(", "));

  private MarketFields() {}

  /** Must be there. */
  static Interval interval(Payload payload) throws FailedForGoodException {
    Optional<String> text = payload.text(INTERVAL);
    Optional<Interval> interval = text.flatMap(Interval::parse);
    if (interval.isEmpty()) {
      throw Payload.wrong(INTERVAL, "must be one of " + CHOICES);
    }
    return interval.get();
  }

  /**
   * As they are spelled; they may be no symbols at all. Each once.
   *
   * @return empty: all
   */
  static List<String> names(Payload payload) throws FailedForGoodException {
    if (payload.isText(SYMBOLS)) {
      if (!payload.text(SYMBOLS).equals(Optional.of(ALL))) {
        throw Payload.wrong(SYMBOLS, "must be a list of symbols, or \"*\" for all");
      }
      return List.of();
    }
    boolean given = payload.has(SYMBOLS);
    List<String> names = payload.texts(SYMBOLS, SYMBOLS_MAX);
    if (given && names.isEmpty()) {
      throw Payload.wrong(SYMBOLS, "must name at least one; without the field it is all");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (!seen.add(names.get(i))) {
        throw Payload.wrong(SYMBOLS + "[" + i + "]", "must not be named twice");
      }
    }
    return names;
  }

  /**
   * Symbols, all of which must be some.
   *
   * @return empty: all
   */
  static Set<Symbol> symbols(Payload payload) throws FailedForGoodException {
    List<String> names = names(payload);
    Set<Symbol> symbols = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (!Symbol.isValid(names.get(i))) {
        throw Payload.wrong(SYMBOLS + "[" + i + "]", "is not the form of a symbol");
      }
      symbols.add(new Symbol(names.get(i)));
    }
    return symbols;
  }

  /**
   * From when, and until when.
   *
   * @param start included
   * @param end not included
   */
  record Range(Optional<Instant> start, Optional<Instant> end) {

    long startMillis() {
      return start.map(Range::ceilMillis).orElse(Long.MIN_VALUE);
    }

    long endMillis() {
      return end.map(Range::ceilMillis).orElse(Long.MAX_VALUE);
    }

    /** Bars open at whole milliseconds: the first that is not before the time. */
    private static long ceilMillis(Instant at) {
      return at.plusNanos(999_999).toEpochMilli();
    }
  }

  /** Either may be absent. */
  static Range range(Payload payload) throws FailedForGoodException {
    Range range = new Range(millisFit(payload, START), millisFit(payload, END));
    if (range.start.isPresent()
        && range.end.isPresent()
        && !range.start.get().isBefore(range.end.get())) {
      throw Payload.wrong(END, "must be later than start");
    }
    return range;
  }

  /** The years 1 to 9999, as everywhere in the contract. */
  private static Optional<Instant> millisFit(Payload payload, String field)
      throws FailedForGoodException {
    Optional<Instant> time = payload.time(field);
    if (time.isPresent()
        && (time.get().isBefore(Instant.parse("0001-01-01T00:00:00Z"))
            || time.get().isAfter(Instant.parse("9999-12-31T23:59:59Z")))) {
      throw Payload.wrong(field, "must be of the years 1 to 9999");
    }
    return time;
  }
}
