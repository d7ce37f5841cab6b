package io.finstage.client;

import java.util.List;
import java.util.Optional;

/** Takes what becomes of alerts, one call at a time, on a thread of its own. */
@FunctionalInterface
public interface AlertListener {

  /**
   * Takes alerts as they are now. An exception thrown here is logged, and the watch goes on.
   *
   * @param snapshot whether these are all that are pending or firing: so in the first call, and
   *     again after each reconnect; else those that have changed
   */
  void onAlerts(boolean snapshot, List<Alert> alerts);

  /**
   * The last call.
   *
   * @param cause why alerts cannot be watched on; empty when the watch was closed
   */
  default void onEnd(Optional<FinstageException> cause) {}
}
