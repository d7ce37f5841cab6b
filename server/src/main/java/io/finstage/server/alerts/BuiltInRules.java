package io.finstage.server.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that come with the server.
 *
 * <p>Of each objective two, as "The Site Reliability Workbook" has them (chapter 5): the budget is
 * used up fast and somebody must look now, or slowly and somebody should look. A burn rate of 14.4
 * uses 2 % of a budget of 30 days in an hour, one of 6 uses 5 % in six hours.
 */
final class BuiltInRules {

  /** Name of the rule of silent sources. */
  static final String SOURCE_MUTE = "source-mute";

  private static final double FAST = 14.4;
  private static final double SLOW = 6;
  private static final Duration FAST_FOR = Duration.ofMinutes(2);
  private static final Duration SLOW_FOR = Duration.ofMinutes(15);

  private BuiltInRules() {}

  /** All of them. */
  static List<AlertRule> of(List<String> objectives, AlertsConfig config, Instant now) {
    List<AlertRule> rules = new ArrayList<>();
    rules.add(
        rule(
            SOURCE_MUTE,
            "A source that the server connects to emits nothing.",
            new AlertCondition.SourceAbsence(AlertCondition.ALL_SOURCES, config.sourceMuteAfter()),
            Duration.ZERO,
            Duration.ZERO,
            AlertSeverity.CRITICAL,
            now));
    for (String objective : objectives) {
      rules.add(
          rule(
              objective + "-burns-fast",
              "The error budget of " + objective + " is used up fast.",
              burn(objective, "5m", FAST),
              FAST_FOR,
              config.keepFiringFor(),
              AlertSeverity.CRITICAL,
              now));
      rules.add(
          rule(
              objective + "-burns-slowly",
              "The error budget of " + objective + " is used up sooner than it may be.",
              burn(objective, "1h", SLOW),
              SLOW_FOR,
              config.keepFiringFor(),
              AlertSeverity.WARNING,
              now));
    }
    return rules;
  }

  private static AlertCondition burn(String objective, String window, double limit) {
    return new AlertCondition.Threshold(
        "finstage_slo_burn_rate{slo=\"" + objective + "\",window=\"" + window + "\"}",
        Comparison.ABOVE,
        limit);
  }

  private static AlertRule rule(
      String name,
      String description,
      AlertCondition condition,
      Duration pendingFor,
      Duration keepFiringFor,
      AlertSeverity severity,
      Instant now) {
    return new AlertRule(
        name,
        description,
        condition,
        pendingFor,
        keepFiringFor,
        severity,
        List.of(),
        true,
        true,
        now,
        now);
  }
}
