package io.finstage.server;

import io.finstage.server.database.DatabaseConfig.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PostgreSQL with a folder and a port of its own, which waits for its disk. */
final class KillablePostgres implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final Path data;
  private final int port = LaunchedServer.freePort();
  private EmbeddedPostgres server;

  KillablePostgres(Path data) throws IOException {
    this.data = data;
    this.server = launch();
  }

  PostgresServer server() {
    return new PostgresServer(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "postgres");
  }

  /** SIGKILL, of the postmaster and each of its processes: nothing is written any more. */
  void kill() throws Exception {
    long pid =
        Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      each.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** On the same folder: it recovers from its log. */
  void startAgain() throws IOException {
    forget();
    server = launch();
  }

  @Override
  public void close() {
    forget();
  }

  private EmbeddedPostgres launch() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .start();
  }

  /** Its lock on the folder is held by this process as long as it is not closed. */
  private void forget() {
    try {
      server.close();
    } catch (IOException | RuntimeException e) {
      System.getLogger(KillablePostgres.class.getName())
          .log(System.Logger.Level.DEBUG, "it had been killed", e);
    }
  }
}
