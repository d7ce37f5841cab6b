package io.finstage.server.alerts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What one receiver is to be told of one change of an alert.
 *
 * @param requestId of its task: the same change and receiver have the same one, always
 * @param madeAt when the alert changed
 * @param alert its id
 * @param rule name of its rule
 * @param url the receiver
 * @param body what it is sent, not signed yet
 */
record Notification(
    String requestId, Instant madeAt, long alert, String rule, String url, String body) {

  /**
   * One per receiver of the rule.
   *
   * @param node whose alert it is, unlike any other
   */
  static List<Notification> of(String node, Alert alert, AlertRule rule) {
    Instant at = alert.resolvedAt().or(alert::firingAt).orElse(alert.pendingAt());
    String change = String.join("\n", node, rule.name(), alert.subject(), alert.state() + " " + at);
    return rule.webhooks().stream()
        .distinct()
        .map(url ->
            new Notification(
                "alert-" + digest(change + "\n" + url),
                at,
                alert.id(),
                rule.name(),
                url,
                AlertText.told(alert, rule)))
        .toList();
  }

  /** In words for the log. */
  Telling telling() {
    return Telling.of(url, body);
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
