package io.finstage.server.alerts;

/** What became of a change of rules. */
public sealed interface RuleOutcome {

  /** It is on disk, and in force. */
  record Done(AlertRule rule) implements RuleOutcome {}

  /** The name is taken. */
  record Exists(String name) implements RuleOutcome {}

  /** There is no rule of the name. */
  record NotFound(String name) implements RuleOutcome {}

  /** It came with the server, and can only be disabled. */
  record BuiltIn(String name) implements RuleOutcome {}

  /**
   * What it names is not there, or not allowed.
   *
   * @param field of the rule
   * @param description goes on after the field's name
   */
  record Invalid(String field, String description) implements RuleOutcome {}

  /**
   * A limit was met; nothing was changed.
   *
   * @param key of the configuration
   */
  record Full(String key, long limit) implements RuleOutcome {}

  /** The database refused; nothing was changed. */
  record Unavailable(String message) implements RuleOutcome {}
}
