package io.finstage.server.api;

import io.finstage.proto.v1.Alert;
import io.finstage.proto.v1.AlertRule;
import io.finstage.proto.v1.ListAlertsRequest;
import io.finstage.server.alerts.AlertFilter;
import io.finstage.server.alerts.AlertSeverity;
import io.finstage.server.alerts.AlertState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;

/** What requests about alerts mean, or what is wrong with them. Every function is pure. */
public final class AlertRequests {

  private static final int SIZE_DEFAULT = 100;
  private static final int SIZE_MAX = 1000;
  private static final int TOKEN_MAX = 256;
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private AlertRequests() {}

  /**
   * A page.
   *
   * @param before only ids below this
   * @param size 1 to 1000
   */
  public record Page(AlertFilter filter, long before, int size) {}

  /** A rule; whether what it names is there is not looked at. */
  public static TaskRequests.Outcome<io.finstage.server.alerts.AlertRule> rule(
      AlertRule it, Duration keepFiringFor) {
    TaskFields fields = new TaskFields();
    String name = fields.name("rule.name", it.getName());
    String description = description(it.getDescription(), fields);
    io.finstage.server.alerts.AlertCondition condition =
        AlertConditions.read(it.getCondition(), fields);
    Duration pendingFor = hold("rule.pending_for", it.getPendingFor(), fields);
    Duration keep =
        it.hasKeepFiringFor()
            ? hold("rule.keep_firing_for", it.getKeepFiringFor(), fields)
            : keepFiringFor;
    AlertSeverity severity = severity("rule.severity", it.getSeverity(), fields);
    if (fields.refusal().isPresent()) {
      return new TaskRequests.Outcome.Refused<>(fields.refusal().get());
    }
    return new TaskRequests.Outcome.Fine<>(
        new io.finstage.server.alerts.AlertRule(
            name,
            description,
            condition,
            pendingFor,
            keep,
            severity,
            it.getWebhookUrlsList(),
            !it.hasEnabled() || it.getEnabled(),
            false,
            Instant.EPOCH,
            Instant.EPOCH));
  }

  /** Name of a rule. */
  public static TaskRequests.Outcome<String> name(String text) {
    return TaskRequests.name(text);
  }

  /** From which severity on; all when it is not said. */
  public static TaskRequests.Outcome<AlertSeverity> severityMin(AlertRule.Severity asked) {
    TaskFields fields = new TaskFields();
    AlertSeverity severity =
        asked == AlertRule.Severity.SEVERITY_UNSPECIFIED
            ? AlertSeverity.INFO
            : severity("severity_min", asked, fields);
    return TaskRequests.outcome(fields, severity);
  }

  /** Which page is asked for. */
  public static TaskRequests.Outcome<Page> page(ListAlertsRequest request) {
    TaskFields fields = new TaskFields();
    AlertFilter filter = new AlertFilter(states(request, fields), request.getRule());
    if (!request.getRule().isEmpty()) {
      var _ = fields.name("rule", request.getRule());
    }
    int size =
        request.getPageSize() == 0
            ? SIZE_DEFAULT
            : fields.within("page_size", request.getPageSize(), 1, SIZE_MAX);
    long before = Long.MAX_VALUE;
    if (!request.getPageToken().isEmpty()) {
      OptionalLong below = below(request.getPageToken(), filter);
      if (below.isEmpty()) {
        fields.add(
            "page_token", "must be the next_page_token of a request with the same states and rule");
      }
      before = below.orElse(before);
    }
    return TaskRequests.outcome(fields, new Page(filter, before, size));
  }

  /** The page after this one begins with the newest alert below {@code id}. */
  public static String token(long id, AlertFilter filter) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((prefix(filter) + id).getBytes(StandardCharsets.US_ASCII));
  }

  private static OptionalLong below(String token, AlertFilter filter) {
    if (token.length() > TOKEN_MAX) {
      return OptionalLong.empty();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
      return text.startsWith(prefix(filter))
          ? TaskFields.id(text.substring(prefix(filter).length()))
          : OptionalLong.empty();
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  private static String prefix(AlertFilter filter) {
    EnumSet<AlertState> states = EnumSet.noneOf(AlertState.class);
    states.addAll(filter.states());
    return "a1:" + states + ":" + filter.rule() + ":";
  }

  private static Set<AlertState> states(ListAlertsRequest request, TaskFields fields) {
    Set<AlertState> states = EnumSet.noneOf(AlertState.class);
    boolean any = false;
    for (int i = 0; i < request.getStatesCount(); i++) {
      switch (request.getStates(i)) {
        case PENDING -> states.add(AlertState.PENDING);
        case FIRING -> states.add(AlertState.FIRING);
        case RESOLVED -> states.add(AlertState.RESOLVED);
        case STATE_UNSPECIFIED -> any = true;
        case UNRECOGNIZED -> fields.add("states[" + i + "]", "must be one of " + known());
      }
    }
    return any ? Set.of() : states;
  }

  private static String known() {
    return Alert.State.PENDING + ", " + Alert.State.FIRING + ", " + Alert.State.RESOLVED;
  }

  private static String description(String text, TaskFields fields) {
    int max = io.finstage.server.alerts.AlertRule.DESCRIPTION_MAX;
    if (text.length() > max || text.codePoints().anyMatch(Character::isISOControl)) {
      fields.add("rule.description", "must have up to " + max + " characters, none of control");
      return "";
    }
    return text;
  }

  private static Duration hold(String field, com.google.protobuf.Duration it, TaskFields fields) {
    return it.getSeconds() == 0 && it.getNanos() == 0
        ? Duration.ZERO
        : fields.duration(
            field, it, MILLISECOND, io.finstage.server.alerts.AlertRule.HOLD_MAX, "0 s to 24 h");
  }

  private static AlertSeverity severity(
      String field, AlertRule.Severity severity, TaskFields fields) {
    return switch (severity) {
      case INFO -> AlertSeverity.INFO;
      case WARNING, SEVERITY_UNSPECIFIED -> AlertSeverity.WARNING;
      case CRITICAL -> AlertSeverity.CRITICAL;
      case UNRECOGNIZED -> {
        fields.add(field, "must be INFO, WARNING or CRITICAL");
        yield AlertSeverity.WARNING;
      }
    };
  }
}
