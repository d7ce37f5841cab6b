package io.finstage.server.alerts;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** The log, and who watches. At most as many as may. Not thread-safe. */
final class AlertAudience {

  private static final System.Logger LOG = System.getLogger(AlertAudience.class.getName());

  private final int max;
  private final List<AlertWatcher> watchers = new ArrayList<>();

  AlertAudience(int max) {
    this.max = max;
  }

  /** Whether there was room. */
  boolean add(AlertWatcher watcher) {
    return watchers.size() < max && watchers.add(watcher);
  }

  @SuppressWarnings("ReferenceEquality") // this very one
  void remove(AlertWatcher watcher) {
    watchers.removeIf(it -> it == watcher);
  }

  /** One that fails harms no other. */
  void tell(List<Alert> changed) {
    changed.stream().filter(Alert::hasFired).forEach(AlertAudience::log);
    for (AlertWatcher watcher : List.copyOf(watchers)) {
      try {
        watcher.changed(false, changed);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "who watches alerts failed", e);
      }
    }
  }

  private static void log(Alert alert) {
    boolean loud = alert.isOpen() && alert.severity() != AlertSeverity.INFO;
    LOG.log(
        loud ? Level.WARNING : Level.INFO,
        "alert {0} {1} {2}: {3}",
        alert.rule(),
        alert.severity(),
        alert.state(),
        alert.message());
  }
}
