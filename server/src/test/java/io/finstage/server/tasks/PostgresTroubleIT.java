package io.finstage.server.tasks;

import io.finstage.server.database.DatabaseConfig;

/** On PostgreSQL. */
class PostgresTroubleIT extends TroubleContract {

  @Override
  DatabaseConfig where() throws Exception {
    return TaskPostgres.fresh();
  }
}
