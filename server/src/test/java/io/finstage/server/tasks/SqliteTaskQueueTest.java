package io.finstage.server.tasks;

import io.finstage.server.database.DatabaseConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On SQLite. */
class SqliteTaskQueueTest extends TaskQueueContract {

  @TempDir Path folder;

  @Override
  DatabaseConfig where() {
    return DatabaseConfig.sqlite(folder);
  }
}
