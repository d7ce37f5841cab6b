package io.finstage.server.database;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What SQLite and PostgreSQL spell differently; every other statement is one text for both, with
 * these words in it:
 *
 * <ul>
 *   <li><code>${identity}</code>: a primary key that numbers itself
 *   <li><code>${id}</code>: a primary key that is given
 *   <li><code>${clustered}</code>: rows live in the tree of their primary key
 *   <li><code>${skip locked}</code>: leave out rows that another transaction works on
 *   <li><code>${now}</code>: the clock of the database, in milliseconds since 1970 UTC
 *   <li><code>${counter name}</code>, in a migration: makes a counter
 *   <li><code>${next name}</code>: takes as many numbers as its parameter says; gives all of them,
 *       or only the last
 * </ul>
 */
enum Dialect {
  /** Beginning a transaction takes the write lock. */
  SQLITE(
      "BEGIN IMMEDIATE",
      "",
      Map.of(
          "identity", "INTEGER PRIMARY KEY",
          "id", "INTEGER PRIMARY KEY",
          "clustered", "WITHOUT ROWID",
          "skip locked", "",
          "now", "CAST(ROUND((JULIANDAY('now') - 2440587.5) * 86400000) AS INTEGER)"),
      "CREATE TABLE $1 (last INTEGER NOT NULL);\nINSERT INTO $1 (last) VALUES (0)",
      "UPDATE $1 SET last = last + ? RETURNING last"),
  /** Two servers that start at once must not both migrate. */
  POSTGRESQL(
      "BEGIN",
      "SELECT pg_advisory_xact_lock(464946)",
      Map.of(
          "identity", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
          "id", "BIGINT PRIMARY KEY",
          "clustered", "",
          "skip locked", "FOR UPDATE SKIP LOCKED",
          "now", "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"),
      "CREATE SEQUENCE $1",
      "SELECT nextval('$1') FROM generate_series(1, ?)");

  private static final Pattern WORD = Pattern.compile("\\$\\{([a-z ]+)}");
  private static final Pattern COUNTER = Pattern.compile("\\$\\{counter (\\w+)}");
  private static final Pattern NEXT = Pattern.compile("\\$\\{next (\\w+)}");

  private final String begin;
  private final String migrationLock;

  @SuppressWarnings("ImmutableEnumChecker") // Map.of: nobody changes it
  private final Map<String, String> words;

  private final String counter;
  private final String next;

  Dialect(
      String begin, String migrationLock, Map<String, String> words, String counter, String next) {
    this.begin = begin;
    this.migrationLock = migrationLock;
    this.words = words;
    this.counter = counter;
    this.next = next;
  }

  /** {@code sql} as it is written here. */
  String spell(String sql) {
    String counted = COUNTER.matcher(sql).replaceAll(counter);
    return WORD.matcher(NEXT.matcher(counted).replaceAll(next))
        .replaceAll(match -> words.getOrDefault(match.group(1), match.group()));
  }

  /** Begins a transaction that writes. */
  String begin() {
    return begin;
  }

  /** What keeps others from migrating until the transaction ends; empty where nothing is needed. */
  String migrationLock() {
    return migrationLock;
  }
}
