package io.finstage.server.alerts;

import java.util.List;

/** Who is told of every change. */
@FunctionalInterface
public interface AlertWatcher {

  /**
   * Alerts have changed. Called by one thread at a time, in order; must be quick and must not ask
   * {@link Alerts} anything, since all rules wait for it.
   *
   * @param snapshot whether these are all that are pending or firing: so in the first call, and
   *     only there
   */
  void changed(boolean snapshot, List<Alert> alerts);
}
