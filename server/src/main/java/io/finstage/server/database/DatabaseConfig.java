package io.finstage.server.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the database is, and its limits; conf/application.yaml says what each is for.
 *
 * @param folder of the SQLite files; made when it is not there; not used with a server
 * @param server the PostgreSQL server; empty: SQLite
 * @param readersMax threads, and connections, that read at the same time
 * @param readsMax reads that wait for one of them; full: a read fails at once
 * @param writesMax writes that wait for the writer; full: who writes waits
 * @param busyTimeout how long a writer waits for another process that writes to the same file
 */
public record DatabaseConfig(
    Path folder,
    Optional<PostgresServer> server,
    int readersMax,
    int readsMax,
    int writesMax,
    Duration busyTimeout) {

  /** Where a PostgreSQL server is. */
  public record PostgresServer(String url, String user, String password) {

    /** What every URL begins with. */
    public static final String PREFIX = "jdbc:postgresql:";

    public PostgresServer {
      if (!url.startsWith(PREFIX)) {
        throw new IllegalArgumentException("database.url must begin with " + PREFIX);
      }
    }

    /** Without the password: this may end in a log. */
    @Override
    public String toString() {
      int query = url.indexOf('?');
      return (query < 0 ? url : url.substring(0, query)) + " as " + user;
    }
  }

  public DatabaseConfig {
    atLeastOne("readers-max", readersMax);
    atLeastOne("reads-max", readsMax);
    atLeastOne("writes-max", writesMax);
    if (busyTimeout.isNegative()) {
      throw new IllegalArgumentException("database.busy-timeout must not be negative");
    }
  }

  /** SQLite in {@code folder}, with the limits that conf/application.yaml ships with. */
  public static DatabaseConfig sqlite(Path folder) {
    return new DatabaseConfig(folder, Optional.empty(), 4, 1024, 1024, Duration.ofSeconds(10));
  }

  /** PostgreSQL, with the limits that conf/application.yaml ships with. */
  public static DatabaseConfig postgres(PostgresServer server) {
    return new DatabaseConfig(
        Path.of(""), Optional.of(server), 4, 1024, 1024, Duration.ofSeconds(10));
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("database." + name + " must be at least 1, not " + value);
    }
  }
}
