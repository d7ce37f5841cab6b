package io.finstage.server.bars;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A store in a folder of its own, for tests of what stands before it. */
public final class TemporaryBars implements AutoCloseable {

  /** Readings of a server in which nothing was built. */
  public static final BarsStats NO_STATS =
      new BarsStats(
          Map.of(),
          Map.of(),
          0,
          Map.of(),
          0,
          0,
          0,
          0,
          0,
          new BarsStats.Durations(List.of(), List.of(0L), 0));

  private final Database database;
  private final BarStore store;

  public TemporaryBars() {
    try {
      Path folder = Files.createTempDirectory("finstage-bars");
      database =
          Database.open(DatabaseConfig.sqlite(folder), BarStore.PART, BarStore.MIGRATIONS, () -> 0);
      store = new BarStore(database, BarsConfig.defaults());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public BarStore store() {
    return store;
  }

  @Override
  public void close() {
    database.close();
  }
}
