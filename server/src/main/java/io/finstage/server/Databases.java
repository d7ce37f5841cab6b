package io.finstage.server;

import io.finstage.server.alerts.Alerts;
import io.finstage.server.bars.BarStore;
import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.database.DatabaseException;
import io.finstage.server.database.FolderLock;
import io.finstage.server.tasks.TaskQueue;
import io.finstage.server.tuning.AdjustmentStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens what the parts keep. */
final class Databases {

  private Databases() {}

  /**
   * Has data.dir for one server alone; nothing where a PostgreSQL server keeps what is kept.
   * Commands do not take it: they may work beside a server.
   *
   * @throws StartException when another server has it
   */
  static Optional<FolderLock> hold(DatabaseConfig config) throws StartException {
    if (config.server().isPresent()) {
      return Optional.empty();
    }
    Path folder = config.folder();
    try {
      Optional<FolderLock> lock = FolderLock.take(folder);
      if (lock.isEmpty()) {
        String holder = FolderLock.holder(folder).map(pid -> " (process " + pid + ")").orElse("");
        throw new StartException(
            "another server"
                + holder
                + " keeps its data in "
                + folder
                + "; stop it, or give this one a folder of its own with --data.dir=FOLDER");
      }
      return lock;
    } catch (DatabaseException e) {
      throw new StartException(e.getMessage() + "; --data.dir=FOLDER changes it", e);
    }
  }

  /**
   * Where bars are kept.
   *
   * @throws StartException when it cannot be opened
   */
  static Database bars(DatabaseConfig config) throws StartException {
    return open(config, BarStore.PART, BarStore.MIGRATIONS);
  }

  /**
   * Where tasks are kept.
   *
   * @throws StartException when it cannot be opened
   */
  static Database tasks(DatabaseConfig config) throws StartException {
    return open(config, TaskQueue.PART, TaskQueue.MIGRATIONS);
  }

  /**
   * Where adjustments are kept.
   *
   * @throws StartException when it cannot be opened
   */
  static Database tuning(DatabaseConfig config) throws StartException {
    return open(config, AdjustmentStore.PART, AdjustmentStore.MIGRATIONS);
  }

  /**
   * Where rules and alerts are kept.
   *
   * @throws StartException when it cannot be opened
   */
  static Database alerts(DatabaseConfig config) throws StartException {
    return open(config, Alerts.PART, Alerts.MIGRATIONS);
  }

  private static Database open(DatabaseConfig config, String part, List<String> migrations)
      throws StartException {
    try {
      return Database.open(config, part, migrations, System::nanoTime);
    } catch (DatabaseException e) {
      String where =
          config.server().isPresent()
              ? "database.url, database.user and database.password say where it is"
              : "it stands in " + config.folder() + ", which --data.dir=FOLDER changes";
      throw new StartException(e.getMessage() + "; " + where, e);
    }
  }
}
