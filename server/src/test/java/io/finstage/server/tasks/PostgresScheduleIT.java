package io.finstage.server.tasks;

import io.finstage.server.database.DatabaseConfig;

/** On PostgreSQL. */
class PostgresScheduleIT extends ScheduleContract {

  @Override
  DatabaseConfig where() throws Exception {
    return TaskPostgres.fresh();
  }
}
