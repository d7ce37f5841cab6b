package io.finstage.server.alerts;

import java.util.Set;

/**
 * Which alerts; all of what is set must fit.
 *
 * @param states any of these; all when empty
 * @param rule of this rule; of all when empty
 */
public record AlertFilter(Set<AlertState> states, String rule) {

  public AlertFilter {
    states = Set.copyOf(states);
  }

  /** Whether an alert fits. */
  public boolean fits(Alert alert) {
    return (states.isEmpty() || states.contains(alert.state()))
        && (rule.isEmpty() || rule.equals(alert.rule()));
  }
}
