package io.finstage.server.alerts;

import java.time.Instant;
import java.util.List;

/** Looks whether the condition of one rule holds. One thread at a time. */
interface Probe extends AutoCloseable {

  /**
   * What it comes to now, of each subject that there is; at most once each.
   *
   * @param now must not be before that of the last call
   */
  List<Sighting> look(Instant now);

  /** Nothing is looked at any more. */
  @Override
  default void close() {}
}
