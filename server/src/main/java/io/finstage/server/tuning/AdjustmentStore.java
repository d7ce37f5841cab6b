package io.finstage.server.tuning;

import io.finstage.server.database.Database;
import io.finstage.server.tuning.Adjustment.Judgement;
import io.finstage.server.tuning.Adjustment.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps adjustments, as many as may be, and what persons have said. Thread-safe. Servers that share
 * a database share the log and the settings.
 */
public final class AdjustmentStore {

  /** Names its file and its migrations. */
  public static final String PART = "tuning";

  /** In order. */
  public static final List<String> MIGRATIONS = List.of("0001-tuning");

  private static final String MODE = "";
  private static final String COLUMNS =
      "id, made_at, tunable, value_from, value_to, rule, reason, readings, dry_run, outcome,"
          + " outcome_readings, judged_at";
  private static final String INSERT =
      "INSERT INTO tuning_adjustment (life, seq, made_at, tunable, value_from, value_to, rule, reason,"
          + " readings, dry_run, outcome, outcome_readings, judged_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
  private static final String JUDGE =
      "UPDATE tuning_adjustment SET outcome = ?, outcome_readings = ?, judged_at = ?"
          + " WHERE life = ? AND seq = ?";

  private final Database database;
  private final String life;
  private final int max;

  /**
   * @param life of this server, unlike any other
   * @param max adjustments that are kept
   */
  public AdjustmentStore(Database database, String life, int max) {
    this.database = database;
    this.life = life;
    this.max = max;
  }

  /**
   * Keeps one that has no id; it has one once it is on disk.
   *
   * @param sequence its number in this life
   */
  CompletableFuture<Adjustment> add(Adjustment made, long sequence) {
    return database.write(connection -> {
      long id = insert(connection, made, sequence);
      run(connection, "DELETE FROM tuning_adjustment WHERE id <= ?", id - max);
      return made.with(id);
    });
  }

  /** Writes are done in their order: its row is there by then. */
  CompletableFuture<Integer> judge(long sequence, Judgement verdict) {
    return database.write(connection ->
        run(
            connection,
            JUDGE,
            verdict.outcome().name(),
            text(verdict.readings()),
            verdict.at().toEpochMilli(),
            life,
            sequence));
  }

  /** Waits for what was written until now. */
  void settle() {
    Database.await(database.write(connection -> 0));
  }

  /** What an earlier life did not come to judge was undone by its end. */
  int abandon(Instant now) {
    String others = database.isShared() ? "life = ?" : "life <> ?";
    return Database.await(
        database.write(connection ->
            run(
                connection,
                "UPDATE tuning_adjustment SET outcome = ?, judged_at = ? WHERE outcome = '' AND "
                    + others,
                Outcome.ROLLED_BACK.name(),
                now.toEpochMilli(),
                life)));
  }

  /**
   * Newest first.
   *
   * @param tunable of this one; of all when empty
   * @param before only ids below this
   */
  List<Adjustment> list(String tunable, long before, int size) {
    String where = tunable.isEmpty() ? "" : " AND tunable = ?";
    return database.read(connection -> {
      String sql =
          "SELECT "
              + COLUMNS
              + " FROM tuning_adjustment WHERE id < ?"
              + where
              + " ORDER BY id DESC LIMIT ?";
      List<Adjustment> found = new ArrayList<>();
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setLong(1, before);
        if (!tunable.isEmpty()) {
          select.setString(2, tunable);
        }
        select.setInt(tunable.isEmpty() ? 2 : 3, size);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            found.add(adjustment(row));
          }
        }
      }
      return found;
    });
  }

  /** What persons have said of the whole loop. */
  Optional<TuningMode> mode() {
    return Optional.ofNullable(settings().get(MODE)).map(TuningMode::valueOf);
  }

  CompletableFuture<Integer> mode(TuningMode mode) {
    return database.write(connection -> set(connection, MODE, mode.name()));
  }

  /** Values that persons have set, by tunable. */
  Map<String, Integer> fixed() {
    Map<String, Integer> fixed = new TreeMap<>();
    settings()
        .forEach((name, value) -> {
          if (!name.equals(MODE)) {
            fixed.put(name, Integer.parseInt(value));
          }
        });
    return fixed;
  }

  /** Has the tunable stay at a value, or, when empty, gives it back to the loop. */
  CompletableFuture<Integer> fix(String tunable, Optional<Integer> value) {
    return database.write(connection ->
        value.isPresent()
            ? set(connection, tunable, Integer.toString(value.get()))
            : run(connection, "DELETE FROM tuning_setting WHERE name = ?", tunable));
  }

  private Map<String, String> settings() {
    return database.read(connection -> {
      Map<String, String> found = new TreeMap<>();
      try (PreparedStatement select =
              connection.prepareStatement("SELECT name, value FROM tuning_setting");
          ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(row.getString(1), row.getString(2));
        }
      }
      return found;
    });
  }

  private static int set(Connection connection, String name, String value) throws SQLException {
    return run(
        connection,
        "INSERT INTO tuning_setting (name, value) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value);
  }

  private long insert(Connection connection, Adjustment made, long sequence) throws SQLException {
    Optional<Judgement> verdict = made.judgement();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      bind(
          insert,
          life,
          sequence,
          made.at().toEpochMilli(),
          made.tunable(),
          made.from(),
          made.to(),
          made.rule().name(),
          made.reason(),
          text(made.readings()),
          made.dryRun() ? 1 : 0,
          verdict.map(it -> it.outcome().name()).orElse(""),
          verdict.map(it -> text(it.readings())).orElse(""),
          verdict.map(it -> it.at().toEpochMilli()).orElse(0L));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static int run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static Adjustment adjustment(ResultSet row) throws SQLException {
    String outcome = row.getString(10);
    Optional<Judgement> verdict =
        outcome.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Judgement(
                    Instant.ofEpochMilli(row.getLong(12)),
                    Outcome.valueOf(outcome),
                    readings(row.getString(11))));
    return new Adjustment(
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        row.getString(3),
        row.getInt(4),
        row.getInt(5),
        Rule.valueOf(row.getString(6)),
        row.getString(7),
        readings(row.getString(8)),
        verdict,
        row.getInt(9) == 1);
  }

  private static String text(Map<String, Double> readings) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(readings)
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }

  private static Map<String, Double> readings(String text) {
    Map<String, Double> readings = new TreeMap<>();
    text.lines()
        .forEach(line -> {
          int equals = line.indexOf('=');
          readings.put(line.substring(0, equals), Double.valueOf(line.substring(equals + 1)));
        });
    return readings;
  }
}
