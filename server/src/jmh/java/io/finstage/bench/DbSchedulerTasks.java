package io.finstage.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * db-scheduler, set up as its README advises for throughput: due tasks are locked and fetched in
 * one statement (PostgreSQL), and those scheduled for now are run without waiting for a poll.
 */
final class DbSchedulerTasks implements TaskEngine {

  private static final int THREADS = 64;

  private final HikariDataSource pool;
  private final Scheduler scheduler;
  private final OneTimeTask<Void> task;

  DbSchedulerTasks(HikariDataSource pool, boolean postgres, TaskTally tally) throws SQLException {
    this.pool = pool;
    createTable(pool, postgres);
    this.task =
        Tasks.oneTime("noop")
            .execute((instance, context) -> tally.ran(Long.parseLong(instance.getId())));
    var builder =
        Scheduler.create(pool, task)
            .threads(THREADS)
            .pollingInterval(Duration.ofMillis(100))
            .enableImmediateExecution();
    this.scheduler = (postgres ? builder.pollUsingLockAndFetch(1.0, 4.0) : builder).build();
    scheduler.start();
  }

  @Override
  public void submit(long number) {
    scheduler.schedule(task.instance(Long.toString(number)), Instant.now());
  }

  @Override
  public void close() {
    scheduler.stop();
    pool.close();
  }

  /** The table of its documentation. */
  private static void createTable(HikariDataSource pool, boolean postgres) throws SQLException {
    String bytes = postgres ? "bytea" : "blob";
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table scheduled_tasks (task_name varchar(100) not null,"
              + " task_instance varchar(100) not null, task_data "
              + bytes
              + ","
              + " execution_time timestamp with time zone not null, picked boolean not null,"
              + " picked_by varchar(50), last_success timestamp with time zone,"
              + " last_failure timestamp with time zone, consecutive_failures int,"
              + " last_heartbeat timestamp with time zone, version bigint not null,"
              + " priority smallint, primary key (task_name, task_instance))");
      statement.execute("create index execution_time_idx on scheduled_tasks (execution_time)");
      statement.execute("create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)");
    }
  }
}
