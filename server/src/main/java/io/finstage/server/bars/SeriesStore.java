package io.finstage.server.bars;

import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers that stand for a symbol and interval in the rows of bars, so that a row is short.
 * Remembers those that are committed: as many as the store has. Thread-safe.
 */
final class SeriesStore {

  /** No bar of that symbol and interval was ever kept. */
  static final long NONE = -1;

  private static final String FIND = "SELECT id FROM bar_series WHERE symbol = ? AND width = ?";
  private static final String MAKE =
      "INSERT INTO bar_series (symbol, width) VALUES (?, ?) ON CONFLICT (symbol, width) DO NOTHING";
  private static final String ALL = "SELECT id, symbol FROM bar_series WHERE width = ?";

  private final Map<HotBars.Key, Long> known = new ConcurrentHashMap<>();

  /** The number, or {@link #NONE}. */
  long id(Connection connection, HotBars.Key key) throws SQLException {
    Long id = known.get(key);
    return id == null ? find(connection, key) : id;
  }

  /** The number, made when there is none. Not remembered before it is committed. */
  long make(Connection connection, HotBars.Key key) throws SQLException {
    long id = id(connection, key);
    if (id != NONE) {
      return id;
    }
    try (PreparedStatement insert = connection.prepareStatement(MAKE)) {
      insert.setString(1, key.symbol().value());
      insert.setString(2, key.interval().toString());
      insert.executeUpdate();
    }
    return find(connection, key);
  }

  /** These are committed. */
  void remember(Map<HotBars.Key, Long> ids) {
    known.putAll(ids);
  }

  static List<Long> ids(Connection connection, Interval interval) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(ALL)) {
      select.setString(1, interval.toString());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
    }
    return ids;
  }

  static List<Symbol> symbols(Connection connection, Interval interval) throws SQLException {
    List<Symbol> symbols = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(ALL)) {
      select.setString(1, interval.toString());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          symbols.add(new Symbol(rows.getString(2)));
        }
      }
    }
    return symbols.stream().sorted().toList();
  }

  private static long find(Connection connection, HotBars.Key key) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setString(1, key.symbol().value());
      select.setString(2, key.interval().toString());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : NONE;
      }
    }
  }
}
