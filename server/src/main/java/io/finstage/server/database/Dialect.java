package io.finstage.server.database;

/** What SQLite and PostgreSQL spell differently; every other statement is one text for both. */
enum Dialect {
  /** A row lives in the tree of its primary key; beginning a transaction takes the write lock. */
  SQLITE("INTEGER PRIMARY KEY", "WITHOUT ROWID", "BEGIN IMMEDIATE", ""),
  /** Two servers that start at once must not both migrate. */
  POSTGRESQL(
      "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
      "",
      "BEGIN",
      "SELECT pg_advisory_xact_lock(464946)");

  private final String identity;
  private final String clustered;
  private final String begin;
  private final String migrationLock;

  Dialect(String identity, String clustered, String begin, String migrationLock) {
    this.identity = identity;
    this.clustered = clustered;
    this.begin = begin;
    this.migrationLock = migrationLock;
  }

  /** {@code sql} with <code>${identity}</code> and <code>${clustered}</code> as they are here. */
  String spell(String sql) {
    return sql.replace("${identity}", identity).replace("${clustered}", clustered);
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
