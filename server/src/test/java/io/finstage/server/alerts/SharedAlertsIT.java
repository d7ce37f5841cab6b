package io.finstage.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.SubmitOutcome;
import io.finstage.server.tasks.TaskPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers without a name on one PostgreSQL. */
class SharedAlertsIT {

  private static final AlertFilter ALL = new AlertFilter(Set.of(), "");

  private final Scene scene = new Scene();
  private final List<Database> databases = new ArrayList<>();
  private final List<Alerts> servers = new ArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private DatabaseConfig where;

  @BeforeEach
  void begin() throws SQLException {
    where = TaskPostgres.fresh();
  }

  @AfterEach
  void close() {
    servers.forEach(Alerts::close);
    databases.forEach(Database::close);
  }

  @Test
  void aRuleOfOneIsLookedAtByBothAndEachHasItsOwnAlert() {
    Alerts a = server("node-a", new Telling(told));
    Alerts b = server("node-b", new Telling(told));
    a.create(Scene.rule("high", Scene.above(100)));
    scene.prices.put(Scene.SPY, 101.0);

    b.refresh();
    a.turn();
    b.turn();

    assertThat(a.alerts(ALL, Long.MAX_VALUE, 9)).extracting(Alert::rule).containsExactly("high");
    assertThat(b.alerts(ALL, Long.MAX_VALUE, 9)).extracting(Alert::rule).containsExactly("high");
    assertThat(b.create(Scene.rule("high", Scene.above(1))))
        .isEqualTo(new RuleOutcome.Exists("high"));
  }

  @Test
  void aRuleThatOneDeletesOrChangesIsSoForTheOther() {
    Alerts a = server("node-a", new Telling(told));
    Alerts b = server("node-b", new Telling(told));
    a.create(Scene.rule("high", Scene.above(100)));
    a.create(Scene.rule("higher", Scene.above(100)));
    scene.prices.put(Scene.SPY, 101.0);
    b.refresh();
    b.turn();

    a.delete("high");
    a.update(Scene.rule("higher", Scene.above(200)));
    b.refresh();

    assertThat(b.alerts(ALL, Long.MAX_VALUE, 9))
        .extracting(Alert::message)
        .containsExactlyInAnyOrder("the rule was deleted", "the rule was changed");
    assertThat(b.rules()).extracting(AlertRule::name).contains("higher").doesNotContain("high");
  }

  @Test
  void whatAServerThatDiedLeftToBeToldIsToldByAnother() {
    Alerts a = server("node-a", submission -> new CompletableFuture<>());
    a.create(hook());
    scene.prices.put(Scene.SPY, 101.0);
    a.turn();
    AlertStore store = new AlertStore(databases.getFirst(), "");
    await().until(() -> !store.notifications(scene.instant(), 9).isEmpty());
    a.close();

    Alerts b = server("node-b", new Telling(told));
    scene.pass(Duration.ofSeconds(61));
    b.refresh();

    await().until(() -> store.notifications(scene.instant(), 9).isEmpty());
    assertThat(told).hasSize(1);
  }

  private static AlertRule hook() {
    AlertRule plain = Scene.rule("hook", Scene.above(100));
    return new AlertRule(
        plain.name(),
        "",
        plain.condition(),
        Duration.ZERO,
        Duration.ZERO,
        AlertSeverity.INFO,
        List.of("http://localhost/a"),
        true,
        false,
        Scene.START,
        Scene.START);
  }

  private Alerts server(String node, Submitting queue) {
    Database database = Database.open(where, Alerts.PART, Alerts.MIGRATIONS, System::nanoTime);
    databases.add(database);
    AlertsConfig config =
        new AlertsConfig(
            Duration.ofHours(1),
            100,
            100,
            10,
            Duration.ZERO,
            Duration.ofHours(1),
            2,
            new AlertsConfig.Webhooks(
                5, List.of("localhost"), "", Duration.ofSeconds(1), 1, 1, 10));
    Alerts alerts =
        new Alerts(
            config,
            new AlertStore(database, ""),
            node,
            scene.inputs(),
            scene.lines(),
            new Webhooks(config.webhooks()),
            queue,
            scene);
    alerts.load(List.of());
    alerts.start();
    servers.add(alerts);
    return alerts;
  }

  /** A queue with room. */
  private interface Submitting extends Handover {
    @Override
    default int unsent(int max) {
      return 0;
    }
  }

  private record Telling(List<String> told) implements Submitting {
    @Override
    public CompletableFuture<SubmitOutcome> submit(Submission submission) {
      told.add(submission.requestId());
      return CompletableFuture.completedFuture(new SubmitOutcome.Conflict(1));
    }
  }
}
