package io.finstage.server.api;

import io.finstage.proto.v1.Tick;
import java.util.Optional;

/**
 * The door through which other programs push ticks in: the check at the edge, then the hub. Stands
 * here so that the wires need not know the feed. Thread-safe.
 */
@FunctionalInterface
public interface PushedTicks {

  /**
   * Takes in one tick, nothing of which has been checked.
   *
   * @return why it was refused; empty: it is published
   */
  Optional<Refused> push(Tick tick);

  /**
   * A tick that goes nowhere.
   *
   * @param reason UPPER_SNAKE, as in {@code PRICE_NOT_POSITIVE}
   * @param field as the contract names it
   * @param description for people, one line
   */
  record Refused(String reason, String field, String description) {}
}
