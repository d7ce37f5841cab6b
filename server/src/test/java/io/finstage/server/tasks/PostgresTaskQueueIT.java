package io.finstage.server.tasks;

import io.finstage.server.database.DatabaseConfig;

/** On PostgreSQL. */
class PostgresTaskQueueIT extends TaskQueueContract {

  @Override
  DatabaseConfig where() throws Exception {
    return TaskPostgres.fresh();
  }
}
