package io.finstage.bench;

import com.zaxxer.hikari.HikariDataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/** JobRunr with the shortest poll that it allows, 5 s, and many workers. */
final class JobRunrTasks implements TaskEngine {

  private static final int WORKERS = 64;
  private static final int POLL_SECONDS = 5;

  private final HikariDataSource pool;
  private final JobRequestScheduler scheduler;

  /** What is asked for. */
  public record Noop(long number) implements JobRequest {
    @Override
    public Class<NoopHandler> getJobRequestHandler() {
      return NoopHandler.class;
    }
  }

  /** Runs it. */
  public static final class NoopHandler implements JobRequestHandler<Noop> {
    private final TaskTally tally;

    NoopHandler(TaskTally tally) {
      this.tally = tally;
    }

    @Override
    @Job(name = "noop", retries = 0)
    public void run(Noop request) {
      tally.ran(request.number());
    }
  }

  JobRunrTasks(HikariDataSource pool, TaskTally tally) {
    this.pool = pool;
    NoopHandler handler = new NoopHandler(tally);
    JobActivator activator =
        new JobActivator() {
          @Override
          public <T> T activateJob(Class<T> type) {
            return type.cast(handler);
          }
        };
    this.scheduler =
        JobRunr.configure()
            .useJobActivator(activator)
            .useStorageProvider(SqlStorageProviderFactory.using(pool))
            .useBackgroundJobServer(
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                    .andWorkerCount(WORKERS)
                    .andPollIntervalInSeconds(POLL_SECONDS))
            .initialize()
            .getJobRequestScheduler();
  }

  @Override
  public void submit(long number) {
    scheduler.enqueue(new Noop(number));
  }

  @Override
  public void close() {
    JobRunr.destroy();
    pool.close();
  }
}
