package io.finstage.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store of alerts does, whatever database is below it. */
abstract class AlertStoreContract {

  private static final String HOOK = "http://localhost/hook";

  private Database database;

  /** The same database each time within a test; empty at its start. */
  abstract DatabaseConfig where() throws Exception;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(where(), Alerts.PART, Alerts.MIGRATIONS, System::nanoTime);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aRuleComesBackAsItWasSavedLast() throws Exception {
    AlertRule first = Scene.rule("high", Scene.above(100));
    AlertRule second =
        Scene.rule(
            "high",
            new AlertCondition.Threshold("finstage_x{a=\"b\"}", Comparison.BELOW, -0.1),
            Duration.ofSeconds(3),
            Duration.ofMinutes(4));
    store("a").save(first).join();
    store("a").save(second).join();
    store("a").save(Scene.rule("also", Scene.above(1))).join();

    reopen();

    assertThat(store("a").rules()).extracting(AlertRule::name).containsExactly("also", "high");
    assertThat(store("a").rules().getLast()).isEqualTo(second);
  }

  @Test
  void aRuleThatWasDeletedIsGone() {
    store("a").save(Scene.rule("high", Scene.above(100))).join();

    assertThat(store("a").delete("high").join()).isEqualTo(1);
    assertThat(store("a").delete("high").join()).isZero();
    assertThat(store("a").rules()).isEmpty();
  }

  @Test
  void rulesAreOfAllServersAndAlertsOfOne() {
    store("a").save(Scene.rule("high", Scene.above(100))).join();
    store("a").change(List.of(alert(1, 1)), List.of(), List.of()).join();
    store("b").change(List.of(alert(1, 7)), List.of(), List.of()).join();

    assertThat(store("b").rules()).hasSize(1);
    assertThat(store("a").alerts()).containsExactly(alert(1, 1));
    assertThat(store("b").alerts()).containsExactly(alert(1, 7));
  }

  @Test
  void alertsComeBackNewestFirstEachAsItChangedLast() throws Exception {
    store("a").change(List.of(alert(1, 1), alert(2, 1), alert(3, 1)), List.of(), List.of()).join();
    store("a").change(List.of(alert(2, 2)), List.of(3L), List.of()).join();

    reopen();

    assertThat(store("a").alerts()).containsExactly(alert(2, 2), alert(1, 1));
  }

  @Test
  void whatIsToBeToldComesBackOldestFirstUntilItIsTakenOff() throws Exception {
    Notification later = told(2, 10);
    Notification first = told(1, 0);
    store("a").change(List.of(alert(2, 1)), List.of(), List.of(later)).join();
    store("b").change(List.of(alert(1, 1)), List.of(), List.of(first)).join();
    store("b").change(List.of(), List.of(), List.of(first)).join();

    reopen();

    assertThat(store("c").notifications(Scene.START.plusSeconds(10), 9))
        .containsExactly(first, later);
    assertThat(store("c").notifications(Scene.START.plusSeconds(9), 9)).containsExactly(first);
    assertThat(store("c").notifications(Scene.START.plusSeconds(10), 1)).containsExactly(first);
    assertThat(store("c").takeOff(first).join()).isEqualTo(1);
    assertThat(store("c").takeOff(first).join()).isZero();
    assertThat(store("c").notifications(Scene.START.plusSeconds(10), 9)).containsExactly(later);
  }

  @Test
  void nothingOfAChangeIsKeptWhenAPartOfItIsNot() {
    database.write(connection -> connection.createStatement().execute("DROP TABLE alert")).join();

    assertThat(store("a").change(List.of(alert(1, 1)), List.of(), List.of(told(1, 0))))
        .failsWithin(Duration.ofSeconds(30));
    assertThat(store("a").notifications(Scene.START.plusSeconds(10), 9)).isEmpty();
  }

  AlertStore store(String node) {
    return new AlertStore(database, node);
  }

  void reopen() throws Exception {
    database.close();
    open();
  }

  static Alert alert(long id, long revision) {
    return new Alert(
        id,
        "high",
        AlertSeverity.WARNING,
        AlertState.FIRING,
        "SPY",
        101.25,
        "SPY is at 101.25, above 100",
        Scene.START,
        Optional.of(Scene.START.plusSeconds(1)),
        Optional.empty(),
        revision);
  }

  private static Notification told(long alert, int seconds) {
    return new Notification(
        "alert-" + alert, Scene.START.plusSeconds(seconds), alert, "high", HOOK, "{\"a\":\"ü\"}");
  }
}
