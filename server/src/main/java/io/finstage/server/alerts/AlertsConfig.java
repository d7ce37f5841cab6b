package io.finstage.server.alerts;

import java.time.Duration;
import java.util.List;

/**
 * The limits of alerts; conf/application.yaml says what each is for.
 *
 * @param interval how often rules are looked at
 * @param rulesMax rules; full: another is refused
 * @param openMax alerts that are pending or firing; full: another is not begun
 * @param keepResolved resolved alerts that are kept; full: the oldest go
 * @param keepFiringFor what holds for a rule that does not say it
 * @param sourceMuteAfter silence after which the built-in rule of sources fires
 * @param watchersMax watches at a time; full: another is refused
 * @param webhooks who is told over HTTP
 */
public record AlertsConfig(
    Duration interval,
    int rulesMax,
    int openMax,
    int keepResolved,
    Duration keepFiringFor,
    Duration sourceMuteAfter,
    int watchersMax,
    Webhooks webhooks) {

  /**
   * How receivers are told.
   *
   * @param perRuleMax receivers of one rule; more: the rule is refused
   * @param hosts each a name, or a name and a port with a colon between; only these are told
   * @param secret what requests are signed with; empty: they are not signed
   * @param timeout how long a receiver may take to answer
   * @param attemptsMax how often one is tried
   * @param concurrencyMax requests at a time
   * @param waitingMax notifications that wait; full: another is dropped and counted
   */
  public record Webhooks(
      int perRuleMax,
      List<String> hosts,
      String secret,
      Duration timeout,
      int attemptsMax,
      int concurrencyMax,
      int waitingMax) {

    public Webhooks {
      hosts = List.copyOf(hosts);
      if (waitingMax < 1 || concurrencyMax < 1 || attemptsMax < 1) {
        throw new IllegalArgumentException("the limits of webhooks must be at least 1");
      }
    }

    /** Without the secret: this may end in a log. */
    @Override
    public String toString() {
      return "Webhooks to " + hosts + (secret.isEmpty() ? ", not signed" : ", signed");
    }
  }

  public AlertsConfig {
    if (rulesMax < 1 || openMax < 1 || keepResolved < 0 || watchersMax < 1) {
      throw new IllegalArgumentException("the limits of alerts must be positive");
    }
  }

  /** What conf/application.yaml ships with. */
  public static AlertsConfig standard() {
    return new AlertsConfig(
        Duration.ofSeconds(1),
        1000,
        10_000,
        1000,
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        1000,
        new Webhooks(5, List.of(), "", Duration.ofSeconds(10), 12, 4, 1000));
  }
}
