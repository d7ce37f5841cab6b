package io.finstage.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.database.DatabaseConfig.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One queue in a process of its own. 64 clients submit tasks that do nothing, one by one, and each
 * waits for its task to be on disk; the time counts until the last has run. Then 100 a second, from
 * the time each was due to its start.
 *
 * <p>PostgreSQL runs with fsync and synchronous_commit on, H2 with WRITE_DELAY=0, which is the most
 * that it offers (it does not wait for the disk).
 */
final class TaskRace {

  private static final int CLIENTS = 64;
  private static final int PER_SECOND = 100;

  private final TaskTally tally;
  private final AtomicLong numbers = new AtomicLong();

  TaskRace(TaskTally tally) {
    this.tally = tally;
  }

  /** Arguments: the queue, tasks to warm up with, tasks that count, seconds of the slow part. */
  public static void main(String[] args) throws Exception {
    String name = args[0];
    int before = Integer.parseInt(args[1]);
    int count = Integer.parseInt(args[2]);
    int seconds = Integer.parseInt(args[3]);
    Path folder = Files.createTempDirectory("task-race");
    TaskTally tally = new TaskTally();
    TaskRace race = new TaskRace(tally);
    try (EmbeddedPostgres postgres = name.endsWith("postgres") ? postgres(folder) : null) {
      String url = postgres == null ? "" : postgres.getJdbcUrl("postgres", "postgres");
      int nodes = name.startsWith("finstage-two") ? 2 : 1;
      TaskEngine[] engines = new TaskEngine[nodes];
      for (int i = 0; i < nodes; i++) {
        engines[i] = engine(name, folder, url, "node-" + i, tally);
      }
      race.submit(before, engines);
      double rate = race.rate(count, engines);
      tally.forgetWaits();
      race.slowly(engines[0], seconds);
      System.out.printf(
          Locale.ROOT,
          "| %s | %,.0f | %.2f | %.2f |%n",
          name,
          rate,
          seconds == 0 ? Double.NaN : tally.waitMillis(50),
          seconds == 0 ? Double.NaN : tally.waitMillis(99));
      for (TaskEngine engine : engines) {
        engine.close();
      }
    }
    System.exit(0);
  }

  private static TaskEngine engine(
      String name, Path folder, String url, String node, TaskTally tally) throws Exception {
    return switch (name) {
      case "finstage-sqlite" -> new FinstageTasks(DatabaseConfig.sqlite(folder), node, tally);
      case "finstage-postgres", "finstage-two-postgres" ->
          new FinstageTasks(
              DatabaseConfig.postgres(new PostgresServer(url, "postgres", "postgres")),
              node,
              tally);
      case "db-scheduler-postgres" -> new DbSchedulerTasks(pool(url), true, tally);
      case "db-scheduler-h2" -> new DbSchedulerTasks(pool(h2(folder)), false, tally);
      case "jobrunr-postgres" -> new JobRunrTasks(pool(url), tally);
      case "jobrunr-h2" -> new JobRunrTasks(pool(h2(folder)), tally);
      default -> throw new IllegalArgumentException("no queue: " + name);
    };
  }

  /** Tasks per second, submitted by all clients, until the last has run. */
  double rate(int count, TaskEngine... engines) throws InterruptedException {
    long start = System.nanoTime();
    submit(count, engines);
    return count / ((System.nanoTime() - start) / 1e9);
  }

  void submit(int count, TaskEngine... engines) throws InterruptedException {
    long end = numbers.get() + count;
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      TaskEngine engine = engines[i % engines.length];
      clients.add(
          Thread.ofVirtual()
              .start(() -> {
                long number = numbers.getAndIncrement();
                while (number < end) {
                  tally.submitted(number, System.nanoTime());
                  engine.submit(number);
                  number = numbers.getAndIncrement();
                }
              }));
    }
    for (Thread client : clients) {
      client.join();
    }
    numbers.set(end);
    tally.await(end);
  }

  private void slowly(TaskEngine engine, int seconds) throws InterruptedException {
    long period = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    long start = System.nanoTime();
    for (int i = 0; i < seconds * PER_SECOND; i++) {
      long due = start + i * period;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      long number = numbers.getAndIncrement();
      tally.submitted(number, due);
      Thread.ofVirtual().start(() -> engine.submit(number));
    }
    tally.await(numbers.get());
  }

  private static EmbeddedPostgres postgres(Path folder) throws Exception {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("postgres"))
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("max_connections", "200")
        .start();
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CLIENTS);
    return new HikariDataSource(config);
  }

  private static String h2(Path folder) {
    return "jdbc:h2:file:" + folder.resolve("h2") + ";WRITE_DELAY=0";
  }
}
