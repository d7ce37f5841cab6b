package io.finstage.server.feed;

import io.finstage.server.market.Tick;

/** What the check at the edge says of a tick. */
public sealed interface CheckedTick {

  /** It may go to the hub. */
  record Accepted(Tick tick) implements CheckedTick {}

  /**
   * It goes nowhere; the ticks after it are not harmed.
   *
   * @param field the field at fault, as the wire names it: {@code symbol price size bid ask
   *     timestamp}, or {@code row} of a file
   * @param reason for programs and readings
   * @param description for people, one line, with the value at fault
   */
  record Refused(String field, RefusalReason reason, String description) implements CheckedTick {}
}
