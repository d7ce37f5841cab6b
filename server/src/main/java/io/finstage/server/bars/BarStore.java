package io.finstage.server.bars;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseException;
import io.finstage.server.database.DatabaseStats;
import io.finstage.server.database.SqlWork;
import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Closed bars, for as long as they are kept. Times are milliseconds since 1970 UTC. Thread-safe;
 * reads may wait for the database, and throw {@link StoreUnavailableException} when it fails.
 */
public final class BarStore {

  /** Its name among the parts that keep something. */
  public static final String PART = "bars";

  /** What {@link Database#open} applies. */
  public static final List<String> MIGRATIONS = List.of("0001-bars");

  private static final String UPSERT =
      """
      INSERT INTO bars (series, open_at, open, high, low, close, volume, trades)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (series, open_at) DO UPDATE SET
        open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
        volume = excluded.volume, trades = excluded.trades\
      """;
  private static final String UNLESS_FEWER_TRADES = " WHERE excluded.trades >= bars.trades";
  private static final String COLUMNS =
      "SELECT open_at, open, high, low, close, volume, trades FROM bars WHERE series = ? ";
  private static final String RANGE =
      COLUMNS + "AND open_at >= ? AND open_at < ? ORDER BY open_at LIMIT ?";
  private static final String LAST =
      COLUMNS + "AND open_at >= ? AND open_at < ? ORDER BY open_at DESC LIMIT ?";
  private static final String EXPIRE =
      """
      DELETE FROM bars WHERE series = ?
        AND open_at < (SELECT MAX(open_at) FROM bars WHERE series = ?) - ?\
      """;
  private static final int JDBC_BATCH = 1000;

  private final Database database;
  private final HotBars hot;
  private final SeriesStore series = new SeriesStore();
  private final LongAdder stored = new LongAdder();
  private final AtomicLong waiting = new AtomicLong();
  private volatile long imports = -1;

  /**
   * @param database opened for {@link #PART} with {@link #MIGRATIONS}
   */
  public BarStore(Database database, BarsConfig config) {
    this.database = database;
    this.hot = new HotBars(config.hotMax(), config.hotTotalMax());
  }

  /**
   * Keeps bars; those that are there already are replaced, as their origin allows. Waits only while
   * too many writes wait.
   *
   * @return completed once they are committed; exceptionally when none of them was kept
   */
  public CompletableFuture<Void> append(List<SymbolBar> bars, Origin origin) {
    List<SymbolBar> all = List.copyOf(bars);
    waiting.addAndGet(all.size());
    CompletableFuture<Map<HotBars.Key, Long>> written =
        database.write(connection -> insert(connection, all, origin));
    // After the write was queued: see load().
    all.forEach(bar -> hot.put(bar, origin));
    return written.handle((ids, failure) -> {
      waiting.addAndGet(-all.size());
      if (failure != null) {
        throw new CompletionException(failure);
      }
      series.remember(ids);
      stored.add(all.size());
      return null;
    });
  }

  /** These will be appended: who asks for the newest bars finds them already. */
  void note(List<SymbolBar> bars) {
    bars.forEach(bar -> hot.put(bar, Origin.BUILT));
  }

  /**
   * At most {@code limit} bars that open at {@code from} or later and before {@code to}, oldest
   * first.
   */
  public List<Bar> range(Symbol symbol, Interval interval, long from, long to, int limit) {
    return select(RANGE, symbol, interval, from, to, limit).bars();
  }

  /** As {@link #range}, as columns; from memory where that holds the range. */
  public BarSeries series(Symbol symbol, Interval interval, long from, long to, int limit) {
    return tail(symbol, interval)
        .range(from, to, limit, BarColumns::series)
        .orElseGet(() -> {
          BarColumns columns = select(RANGE, symbol, interval, from, to, limit);
          return columns.series(0, columns.size());
        });
  }

  /** The newest {@code count} bars, oldest first; fewer when there are no more. */
  public BarSeries last(Symbol symbol, Interval interval, int count) {
    if (count > hot.tailMax()) {
      return last(symbol, interval, Long.MIN_VALUE, Long.MAX_VALUE, count);
    }
    return tail(symbol, interval)
        .last(count, BarColumns::series)
        .orElseGet(() -> last(symbol, interval, Long.MIN_VALUE, Long.MAX_VALUE, count));
  }

  /**
   * The newest {@code count} of the bars that open at {@code from} or later and before {@code to}.
   */
  public BarSeries last(Symbol symbol, Interval interval, long from, long to, int count) {
    BarColumns columns = select(LAST, symbol, interval, from, to, count).reverse();
    return columns.series(0, columns.size());
  }

  /** Symbols that have bars of that interval, in order. */
  public List<Symbol> symbols(Interval interval) {
    return read(connection -> SeriesStore.symbols(connection, interval));
  }

  /**
   * Drops bars that are older than the newest of their symbol and interval by more than {@code
   * retention}.
   *
   * @return completed with how many went
   */
  public CompletableFuture<Integer> expire(Interval interval, Duration retention) {
    return database.write(connection -> {
      int gone = 0;
      for (long id : SeriesStore.ids(connection, interval)) {
        try (PreparedStatement delete = connection.prepareStatement(EXPIRE)) {
          delete.setLong(1, id);
          delete.setLong(2, id);
          delete.setLong(3, retention.toMillis());
          gone += delete.executeUpdate();
        }
      }
      return gone;
    });
  }

  /**
   * Forgets what is in memory when bars came in from a file, here or elsewhere, since the last
   * call.
   */
  public void refresh() {
    long now =
        read(connection -> {
          try (var select = connection.createStatement();
              ResultSet row = select.executeQuery("SELECT count FROM bar_imports WHERE id = 1")) {
            return row.next() ? row.getLong(1) : 0;
          }
        });
    if (now != imports) {
      imports = now;
      hot.clear();
    }
  }

  long stored() {
    return stored.sum();
  }

  /** Bars that wait to be committed. */
  long waiting() {
    return waiting.get();
  }

  DatabaseStats database() {
    return database.stats();
  }

  private HotBars.Tail tail(Symbol symbol, Interval interval) {
    HotBars.Key key = new HotBars.Key(symbol, interval);
    HotBars.Tail tail = hot.open(key);
    if (!tail.isLoaded()) {
      load(key, tail);
    }
    return tail;
  }

  /**
   * Fills a tail. From before this call on, appended bars are put into it; those that were queued
   * before are committed when none waits, or when an empty write behind them is. So none is missed.
   */
  private void load(HotBars.Key key, HotBars.Tail tail) {
    if (waiting.get() > 0) {
      try {
        Database.await(database.write(connection -> true));
      } catch (DatabaseException e) {
        throw new StoreUnavailableException(e);
      }
    }
    int max = hot.tailMax();
    BarColumns stored =
        select(LAST, key.symbol(), key.interval(), Long.MIN_VALUE, Long.MAX_VALUE, max + 1)
            .reverse();
    boolean all = stored.size() <= max;
    stored.keepLast(max);
    tail.load(stored, all);
  }

  private <T> T read(SqlWork<T> work) {
    try {
      return database.read(work);
    } catch (DatabaseException e) {
      throw new StoreUnavailableException(e);
    }
  }

  private BarColumns select(
      String sql, Symbol symbol, Interval interval, long from, long to, int limit) {
    return read(connection -> {
      BarColumns columns = new BarColumns();
      long id = series.id(connection, new HotBars.Key(symbol, interval));
      if (id == SeriesStore.NONE) {
        return columns;
      }
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setLong(1, id);
        select.setLong(2, from);
        select.setLong(3, to);
        select.setInt(4, limit);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            columns.add(
                row.getLong(1),
                row.getDouble(2),
                row.getDouble(3),
                row.getDouble(4),
                row.getDouble(5),
                row.getDouble(6),
                row.getLong(7));
          }
        }
      }
      return columns;
    });
  }

  private Map<HotBars.Key, Long> insert(Connection connection, List<SymbolBar> bars, Origin origin)
      throws SQLException {
    Map<HotBars.Key, Long> ids = new HashMap<>();
    List<Long> idOf = new ArrayList<>(bars.size());
    for (SymbolBar bar : bars) {
      HotBars.Key key = new HotBars.Key(bar.symbol(), bar.interval());
      Long id = ids.get(key);
      if (id == null) {
        id = series.make(connection, key);
        ids.put(key, id);
      }
      idOf.add(id);
    }
    String sql =
        switch (origin) {
          case BUILT -> UPSERT + UNLESS_FEWER_TRADES;
          case IMPORTED -> UPSERT;
        };
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < bars.size(); i++) {
        bind(insert, idOf.get(i), bars.get(i).bar());
        insert.addBatch();
        if ((i + 1) % JDBC_BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    if (origin == Origin.IMPORTED) {
      noteImport(connection);
    }
    return ids;
  }

  /** So that every process with this store reads again what it holds in memory. */
  private static void noteImport(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE bar_imports SET count = count + 1 WHERE id = 1")) {
      update.executeUpdate();
    }
  }

  private static void bind(PreparedStatement insert, long id, Bar bar) throws SQLException {
    insert.setLong(1, id);
    insert.setLong(2, bar.openAt().toEpochMilli());
    insert.setDouble(3, bar.open());
    insert.setDouble(4, bar.high());
    insert.setDouble(5, bar.low());
    insert.setDouble(6, bar.close());
    insert.setDouble(7, bar.volume());
    insert.setLong(8, bar.trades());
  }
}
