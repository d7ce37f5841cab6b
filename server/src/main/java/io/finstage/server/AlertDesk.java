package io.finstage.server;

import io.finstage.server.alerts.AlertInputs;
import io.finstage.server.alerts.AlertStore;
import io.finstage.server.alerts.Alerts;
import io.finstage.server.alerts.AlertsStats;
import io.finstage.server.alerts.LiveLines;
import io.finstage.server.alerts.NotificationOutcome;
import io.finstage.server.alerts.Webhooks;
import io.finstage.server.bars.Bars;
import io.finstage.server.database.Database;
import io.finstage.server.metrics.Page;
import io.finstage.server.metrics.Readings;
import io.finstage.server.tasks.TaskQueue;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** Alerts, wired to what they look at and what they are kept in. */
record AlertDesk(Alerts alerts, Database database) implements AutoCloseable {

  /**
   * With what an earlier life left, not looking yet.
   *
   * @param node this life of this server, unlike any other
   * @param objectives by name, each of which has built-in rules
   * @throws StartException when the database cannot be opened
   */
  static AlertDesk open(
      ServerConfig config,
      String node,
      List<String> objectives,
      AlertInputs inputs,
      Bars bars,
      Webhooks webhooks,
      TaskQueue tasks,
      InstantSource clock)
      throws StartException {
    Database database = Databases.alerts(config.database());
    LiveLines lines = new LiveLines(config.live(), new BarHistory(bars), clock);
    bars.watch(change ->
        lines.changed(
            change.symbol(),
            change.interval(),
            change.bar(),
            change.closed(),
            change.receivedAt()));
    Alerts alerts =
        new Alerts(
            config.alerts(),
            new AlertStore(database, config.tasks().node()),
            node,
            inputs,
            lines,
            webhooks,
            tasks,
            clock);
    alerts.load(objectives);
    return new AlertDesk(alerts, database);
  }

  void start() {
    alerts.start();
  }

  /** Adds its families to the page of readings. */
  void report(Readings readings) {
    readings.add(page -> write(page, alerts.stats()));
  }

  /** Alerts that fire now. */
  int firing() {
    return (int) alerts.stats().firing();
  }

  @Override
  public void close() {
    alerts.close();
    database.close();
  }

  private static void write(Page page, AlertsStats stats) {
    page.gauge("finstage_alert_rules", "Rules, built-in ones included.").count(stats.rules());
    page.gauge("finstage_alerts", "Alerts that are not resolved, by state.")
        .count(stats.pending(), "state", "pending")
        .count(stats.firing(), "state", "firing");
    page.counter("finstage_alerts_not_begun_total", "Alerts that were not begun for want of room.")
        .count(stats.notBegun());
    page.counter("finstage_alert_notifications_total", "Webhooks, by what became of them.");
    for (NotificationOutcome outcome : NotificationOutcome.values()) {
      page.count(
          stats.notifications().getOrDefault(outcome, 0L),
          "outcome",
          outcome.name().toLowerCase(Locale.ROOT));
    }
  }
}
