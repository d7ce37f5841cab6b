package io.finstage.server.tasks;

import io.finstage.server.database.DatabaseConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On SQLite. */
class SqliteScheduleTest extends ScheduleContract {

  @TempDir Path folder;

  @Override
  DatabaseConfig where() {
    return DatabaseConfig.sqlite(folder);
  }
}
