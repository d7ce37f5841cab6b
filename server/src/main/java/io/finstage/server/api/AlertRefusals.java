package io.finstage.server.api;

import io.finstage.server.alerts.RuleOutcome;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a change of rules is not made, in the words of the wires. Every function is pure. */
public final class AlertRefusals {

  private AlertRefusals() {}

  /** Empty when it was made. */
  public static Optional<Refusal> of(RuleOutcome outcome) {
    return switch (outcome) {
      case RuleOutcome.Done _ -> Optional.empty();
      case RuleOutcome.Exists(String name) ->
          Optional.of(
              new Refusal(
                  Status.Code.ALREADY_EXISTS,
                  "RULE_EXISTS",
                  "there is a rule " + name,
                  List.of(new Refusal.Violation("rule.name", "must be another one")),
                  Map.of("name", name)));
      case RuleOutcome.NotFound(String name) ->
          Optional.of(plain(Status.Code.NOT_FOUND, "RULE_NOT_FOUND", "there is no rule ", name));
      case RuleOutcome.BuiltIn(String name) ->
          Optional.of(
              plain(
                  Status.Code.FAILED_PRECONDITION,
                  "RULE_BUILT_IN",
                  "it can be disabled, and not deleted: rule ",
                  name));
      case RuleOutcome.Invalid(String field, String description) ->
          Optional.of(Refusal.invalid("INVALID_RULE", "rule." + field, description));
      case RuleOutcome.Full(String key, long limit) -> Optional.of(TaskRefusals.full(key, limit));
      case RuleOutcome.Unavailable(String message) ->
          Optional.of(TaskRefusals.unavailable(message));
    };
  }

  private static Refusal plain(Status.Code code, String reason, String message, String name) {
    return new Refusal(code, reason, message + name, List.of(), Map.of("name", name));
  }
}
