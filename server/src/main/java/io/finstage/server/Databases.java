package io.finstage.server;

import io.finstage.server.bars.BarStore;
import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.database.DatabaseException;

/** Opens what the parts keep. */
final class Databases {

  private Databases() {}

  /**
   * Where bars are kept.
   *
   * @throws StartException when it cannot be opened
   */
  static Database bars(DatabaseConfig config) throws StartException {
    try {
      return Database.open(config, BarStore.PART, BarStore.MIGRATIONS, System::nanoTime);
    } catch (DatabaseException e) {
      String where =
          config.server().isPresent()
              ? "database.url, database.user and database.password say where it is"
              : "it stands in " + config.folder() + ", which --data.dir=FOLDER changes";
      throw new StartException(e.getMessage() + "; " + where, e);
    }
  }
}
