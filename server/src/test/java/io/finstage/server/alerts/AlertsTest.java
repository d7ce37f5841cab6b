package io.finstage.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.tasks.TaskQueue;
import io.finstage.server.tasks.TasksConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {

  private static final AlertFilter ALL = new AlertFilter(java.util.Set.of(), "");
  private static final List<String> OBJECTIVES = List.of("request-latency");

  @TempDir private Path folder;
  private final Scene scene = new Scene();
  private Database tasksDatabase;
  private Database database;
  private Alerts alerts;

  @BeforeEach
  void open() {
    tasksDatabase =
        Database.open(
            DatabaseConfig.sqlite(folder), TaskQueue.PART, TaskQueue.MIGRATIONS, System::nanoTime);
    begin();
  }

  @AfterEach
  void close() {
    alerts.close();
    database.close();
    tasksDatabase.close();
  }

  @Test
  void aRuleThatNamesAnUnknownReadingIsRefusedWithItsField() {
    assertThat(
            alerts.create(
                Scene.rule(
                    "odd", new AlertCondition.Threshold("finstage_unknown", Comparison.ABOVE, 1))))
        .isEqualTo(
            new RuleOutcome.Invalid(
                "condition.threshold.reading",
                "must be a reading of GetStatus: there is no finstage_unknown"));
    assertThat(alerts.rules()).noneMatch(rule -> rule.name().equals("odd"));
  }

  @Test
  void aRuleToAHostThatIsNotListedIsRefused() {
    AlertRule rule = Scene.rule("hook", Scene.above(1));
    AlertRule elsewhere =
        new AlertRule(
            "hook",
            "",
            rule.condition(),
            Duration.ZERO,
            Duration.ZERO,
            AlertSeverity.INFO,
            List.of("http://localhost/", "http://169.254.169.254/latest"),
            true,
            false,
            Scene.START,
            Scene.START);

    assertThat(alerts.create(elsewhere))
        .isInstanceOfSatisfying(
            RuleOutcome.Invalid.class,
            wrong -> assertThat(wrong.field()).isEqualTo("webhook_urls[1]"));
  }

  @Test
  void thereAreRulesForEveryObjectiveAndForAMuteSource() {
    assertThat(alerts.rules())
        .extracting(AlertRule::name)
        .containsExactly(
            "request-latency-burns-fast", "request-latency-burns-slowly", "source-mute");
    assertThat(alerts.delete("source-mute")).isEqualTo(new RuleOutcome.BuiltIn("source-mute"));
  }

  @Test
  void asManyRulesAsMayBeAndNoMore() {
    assertThat(alerts.create(Scene.rule("a", Scene.above(1)))).isInstanceOf(RuleOutcome.Done.class);
    assertThat(alerts.create(Scene.rule("a", Scene.above(1))))
        .isEqualTo(new RuleOutcome.Exists("a"));
    assertThat(alerts.create(Scene.rule("b", Scene.above(1))))
        .isEqualTo(new RuleOutcome.Full("alerts.rules-max", 4));
  }

  @Test
  void whatFiresGoesOnFiringOverARestart() {
    alerts.create(Scene.rule("high", Scene.above(100)));
    scene.prices.put(Scene.SPY, 101.0);
    alerts.turn();
    Alert before = only();

    restart();
    scene.prices.clear();
    alerts.turn();
    scene.pass(Duration.ofSeconds(1));
    scene.prices.put(Scene.SPY, 102.0);
    alerts.turn();
    assertThat(only()).isEqualTo(before);

    scene.prices.put(Scene.SPY, 99.0);
    alerts.turn();
    assertThat(only().state()).isEqualTo(AlertState.RESOLVED);
    assertThat(only().id()).isEqualTo(before.id());
    assertThat(only().revision()).isEqualTo(before.revision() + 1);
  }

  @Test
  void aBuiltInRuleThatWasDisabledStaysSoOverARestart() {
    AlertRule mute = rule("source-mute");
    alerts.update(
        new AlertRule(
            mute.name(),
            mute.description(),
            mute.condition(),
            mute.pendingFor(),
            mute.keepFiringFor(),
            mute.severity(),
            List.of(),
            false,
            false,
            Scene.START,
            Scene.START));

    restart();

    assertThat(rule("source-mute").enabled()).isFalse();
    assertThat(rule("source-mute").builtIn()).isTrue();
  }

  @Test
  void onlySoManyResolvedAlertsAreKeptTheNewest() {
    alerts.create(Scene.rule("high", Scene.above(100)));
    for (int i = 0; i < 5; i++) {
      scene.prices.put(Scene.SPY, 101.0 + i);
      alerts.turn();
      scene.prices.put(Scene.SPY, 99.0);
      alerts.turn();
      scene.pass(Duration.ofSeconds(1));
    }
    List<Alert> kept = alerts.alerts(ALL, Long.MAX_VALUE, 100);

    restart();

    assertThat(kept).hasSize(2).isEqualTo(alerts.alerts(ALL, Long.MAX_VALUE, 100));
    assertThat(kept).extracting(Alert::message).containsOnly("SPY is 99 again");
  }

  @Test
  void deletingARuleResolvesItsAlertsAndTellsWhoWatches() {
    List<String> told = new ArrayList<>();
    alerts.create(Scene.rule("high", Scene.above(100)));
    scene.prices.put(Scene.SPY, 101.0);
    alerts.turn();
    var watch =
        alerts.watch((snapshot, changed) ->
            changed.forEach(alert -> told.add(snapshot + " " + BookStage.line(alert))));
    assertThat(watch).isPresent();

    alerts.delete("high");

    assertThat(told).containsExactly("true SPY FIRING 1", "false SPY RESOLVED 2");
    assertThat(alerts.stats().firing()).isZero();
  }

  @Test
  void asManyWatchAsMay() {
    assertThat(Stream.generate(() -> alerts.watch((snapshot, changed) -> {})).limit(3))
        .extracting(java.util.Optional::isPresent)
        .containsExactly(true, true, false);
  }

  @Test
  void notificationsThatFindNoRoomAreDroppedAndCounted() {
    AlertRule rule =
        new AlertRule(
            "hook",
            "",
            Scene.above(100),
            Duration.ZERO,
            Duration.ZERO,
            AlertSeverity.INFO,
            List.of("http://localhost/a", "http://localhost/b", "http://localhost/c"),
            true,
            false,
            Scene.START,
            Scene.START);
    alerts.create(rule);
    // Nothing hands them on here: four changes, three receivers each, and room for ten.
    List<String> said =
        LogWatch.of(
            Notifier.class,
            () -> {
              for (double price : new double[] {101, 99, 101, 99}) {
                scene.prices.put(Scene.SPY, price);
                alerts.turn();
              }
            });

    assertThat(said)
        .hasSize(2)
        .allMatch(it -> it.contains("rule hook, alert "))
        .allMatch(it -> it.contains(", RESOLVED, to localhost:80"));
    assertThat(alerts.stats().notifications()).containsEntry(NotificationOutcome.DROPPED, 2L);
  }

  private Alert only() {
    List<Alert> all = alerts.alerts(ALL, Long.MAX_VALUE, 100);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private AlertRule rule(String name) {
    return alerts.rules().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  private void restart() {
    alerts.close();
    database.close();
    begin();
  }

  private void begin() {
    AlertsConfig standard = AlertsConfig.standard();
    AlertsConfig config =
        new AlertsConfig(
            standard.interval(),
            4,
            10,
            2,
            Duration.ZERO,
            standard.sourceMuteAfter(),
            2,
            new AlertsConfig.Webhooks(
                5, List.of("localhost"), "", Duration.ofSeconds(1), 1, 1, 10));
    database =
        Database.open(
            DatabaseConfig.sqlite(folder), Alerts.PART, Alerts.MIGRATIONS, System::nanoTime);
    TaskQueue tasks =
        new TaskQueue(
            TasksConfig.standard(),
            tasksDatabase,
            "node-1",
            Map.of(),
            scene,
            new SplittableRandom(1));
    alerts =
        new Alerts(
            config,
            new AlertStore(database, ""),
            "node-1",
            scene.inputs(),
            scene.lines(),
            new Webhooks(config.webhooks()),
            tasks,
            scene);
    alerts.load(OBJECTIVES);
  }
}
