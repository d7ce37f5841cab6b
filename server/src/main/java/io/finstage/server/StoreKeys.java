package io.finstage.server;

import io.finstage.server.database.DatabaseConfig.PostgresServer;
import io.finstage.server.market.Interval;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The keys of what is kept: the database, and bars. */
final class StoreKeys {

  private static final List<Key<?>> LIST = new ArrayList<>();

  /** All of them. */
  static final List<Key<?>> ALL = Collections.unmodifiableList(LIST);

  private static final String FOREVER = "forever";
  private static final int COUNT_MAX = 10_000_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  static final Key<Optional<String>> DATABASE_URL =
      key(
          "database.url",
          "",
          Kind.of("jdbc:postgresql://HOST/NAME, or empty", StoreKeys::databaseUrl),
          "PostgreSQL server; empty: SQLite files in data.dir");
  static final Key<String> DATABASE_USER =
      key("database.user", "finstage", Kind.of("a name", text -> text), "whom the server knows");
  static final Key<String> DATABASE_PASSWORD =
      key("database.password", "", Kind.of("any text", text -> text), "what it asks for");
  static final Key<Integer> DATABASE_READERS_MAX =
      key("database.readers-max", "4", Kind.integer(1, 64), "reads at a time, of each part");
  static final Key<Integer> DATABASE_READS_MAX =
      key("database.reads-max", "1024", Kind.integer(1, 1_000_000), "reads that wait");
  static final Key<Integer> DATABASE_WRITES_MAX =
      key("database.writes-max", "1024", Kind.integer(1, 1_000_000), "writes that wait");
  static final Key<Duration> DATABASE_BUSY_TIMEOUT =
      key(
          "database.busy-timeout",
          "10s",
          Kind.duration(Duration.ZERO, HOUR),
          "how long a write waits for another process");

  static final Key<Boolean> BARS_ENABLED =
      key("bars.enabled", "true", Kind.flag(), "whether trades become bars");
  static final Key<List<Interval>> BARS_INTERVALS =
      key(
          "bars.intervals",
          "1s,1m,5m,15m,1h,1d",
          Kind.list("intervals of 1s, 1m, 5m, 15m, 1h, 1d", 1, 6, StoreKeys::interval),
          "bars that are built and kept");
  static final Key<Duration> BARS_LATENESS =
      key(
          "bars.lateness",
          "5s",
          Kind.duration(Duration.ZERO, Duration.ofMinutes(10)),
          "how far a trade may be behind the newest of its symbol");
  static final Key<ZoneId> BARS_SESSION_ZONE =
      key(
          "bars.session.zone",
          "UTC",
          Kind.of("a time zone, as in America/New_York", ZoneId::of),
          "time zone of the day of 1d bars");
  static final Key<LocalTime> BARS_SESSION_START =
      key(
          "bars.session.start",
          "00:00",
          Kind.of("a time of day, as in 17:00", LocalTime::parse),
          "when the day of 1d bars begins there");
  static final Key<Integer> BARS_SYMBOLS_MAX =
      key("bars.symbols-max", "10000", Kind.integer(1, COUNT_MAX), "symbols that have bars");
  static final Key<Integer> BARS_QUEUE_MAX =
      key("bars.queue-max", "65536", Kind.integer(2, COUNT_MAX), "trades that wait");
  static final Key<Duration> BARS_QUEUE_WAIT =
      key(
          "bars.queue-wait",
          "250ms",
          Kind.duration(Duration.ZERO, Duration.ofMinutes(1)),
          "how long a source waits for room");
  static final Key<Integer> BARS_STORE_MAX =
      key(
          "bars.store-max",
          "100000",
          Kind.integer(1, COUNT_MAX),
          "closed bars that wait for the database");
  static final Key<Integer> BARS_HOT_MAX =
      key("bars.hot-max", "1000", Kind.integer(1, 100_000), "bars of a symbol in memory");
  static final Key<Integer> BARS_HOT_TOTAL_MAX =
      key("bars.hot-total-max", "2000000", Kind.integer(1, COUNT_MAX * 10), "bars in memory");
  static final Key<Optional<Duration>> BARS_RETENTION_S1 = retention(Interval.S1, "3d");
  static final Key<Optional<Duration>> BARS_RETENTION_M1 = retention(Interval.M1, "400d");
  static final Key<Optional<Duration>> BARS_RETENTION_M5 = retention(Interval.M5, FOREVER);
  static final Key<Optional<Duration>> BARS_RETENTION_M15 = retention(Interval.M15, FOREVER);
  static final Key<Optional<Duration>> BARS_RETENTION_H1 = retention(Interval.H1, FOREVER);
  static final Key<Optional<Duration>> BARS_RETENTION_D1 = retention(Interval.D1, FOREVER);

  private StoreKeys() {}

  private static <T> Key<T> key(String name, String standard, Kind<T> kind, String help) {
    Key<T> key = new Key<>(name, standard, kind, help);
    LIST.add(key);
    return key;
  }

  private static Key<Optional<Duration>> retention(Interval interval, String standard) {
    return key(
        "bars.retention." + interval,
        standard,
        Kind.durationOr(FOREVER, SECOND, Duration.ofDays(36_500)),
        "how much older than the newest a " + interval + " bar may get");
  }

  private static Interval interval(String text) {
    return Interval.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static Optional<String> databaseUrl(String text) {
    if (!text.isEmpty() && !text.startsWith(PostgresServer.PREFIX)) {
      throw new IllegalArgumentException(text);
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
