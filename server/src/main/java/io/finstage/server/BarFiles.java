package io.finstage.server;

import io.finstage.server.bars.BarExport;
import io.finstage.server.bars.BarImport;
import io.finstage.server.bars.BarStore;
import io.finstage.server.bars.StoreUnavailableException;
import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseException;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The commands {@code import-bars} and {@code export-bars}: bars between a file and the store. A
 * server may run on the same store meanwhile: writes wait for each other, and it reads again what
 * it holds in memory within a second or two.
 */
final class BarFiles {

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int REFUSALS_SHOWN_MAX = 20;
  private static final int PROGRESS_STEP = 50_000;
  private static final int BUFFER = 1 << 16;
  private static final String GZIP = ".gz";

  private final ServerConfig config;
  private final PrintStream out;
  private final PrintStream err;

  BarFiles(ServerConfig config, PrintStream out, PrintStream err) {
    this.config = config;
    this.out = out;
    this.err = err;
  }

  /**
   * Reads a file into the store.
   *
   * @return the exit code: 1 when a line was refused, or nothing could be read or kept
   */
  int read(Path file, Interval interval, Set<Symbol> only) {
    return with(
        file,
        store -> {
          Refusals refusals = new Refusals();
          BarImport bars = new BarImport(store, interval, config.bars().session(), only, refusals);
          try (InputStream in = open(file)) {
            Optional<BarImport.Result> result = bars.run(in);
            if (result.isEmpty()) {
              return fail(file + ": the first line must be " + BarImport.expectedHeader(interval));
            }
            report(result.get(), interval);
            return result.get().refused() == 0 ? DONE : FAILED;
          }
        });
  }

  /**
   * Writes bars of the store into a file, which is there only when all of it is.
   *
   * @param from bars that open then or later, milliseconds since 1970 UTC
   * @param to bars that open before
   * @return the exit code
   */
  int write(Path file, Interval interval, Set<Symbol> only, long from, long to) {
    return with(
        file,
        store -> {
          Path part = file.resolveSibling(file.getFileName() + ".part");
          long[] shown = {0};
          try {
            long written;
            try (Writer writer = create(part, file.toString().endsWith(GZIP))) {
              written =
                  new BarExport(store, interval, config.bars().session())
                      .run(
                          writer, only, from, to, n -> shown[0] = progress("written", n, shown[0]));
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            out.printf("%,d bars written to %s%n", written, file);
            return DONE;
          } finally {
            Files.deleteIfExists(part);
          }
        });
  }

  private interface Work {
    int run(BarStore store) throws IOException;
  }

  private int with(Path file, Work work) {
    try (Database database = Databases.bars(config.database())) {
      return work.run(new BarStore(database, config.bars()));
    } catch (StartException | DatabaseException | StoreUnavailableException e) {
      return fail(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return fail(file + ": " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private int fail(String why) {
    err.println("finstage: " + LogLine.escape(why));
    return FAILED;
  }

  private void report(BarImport.Result result, Interval interval) {
    if (result.refused() > REFUSALS_SHOWN_MAX) {
      err.printf("... and %,d more lines%n", result.refused() - REFUSALS_SHOWN_MAX);
    }
    out.printf(
        "%,d bars imported, %,d lines refused%s%n",
        result.imported(),
        result.refused(),
        result.skipped() == 0 ? "" : ", %,d of other symbols".formatted(result.skipped()));
    Optional.ofNullable(config.bars().retention().get(interval))
        .filter(kept -> result.span() > kept.toMillis())
        .ifPresent(kept -> warnOfRetention(interval, kept));
  }

  private void warnOfRetention(Interval interval, Duration kept) {
    err.printf(
        "finstage: the server will delete those older than %s hours before the newest of their"
            + " symbol; bars.retention.%s=forever keeps them%n",
        kept.toHours(), interval);
  }

  private long progress(String what, long bars, long shown) {
    if (bars - shown < PROGRESS_STEP) {
      return shown;
    }
    out.printf("%,d bars %s%n", bars, what);
    return bars;
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    return file.toString().endsWith(GZIP) ? new GZIPInputStream(in, BUFFER) : in;
  }

  private static Writer create(Path file, boolean gzip) throws IOException {
    var out = Files.newOutputStream(file);
    return new BufferedWriter(
        new OutputStreamWriter(
            gzip ? new GZIPOutputStream(out, BUFFER) : out, StandardCharsets.UTF_8),
        BUFFER);
  }

  /** Prints the first refused lines, and how far the import is. */
  private final class Refusals implements BarImport.Observer {
    private int refused;
    private long shown;

    @Override
    public void refused(long line, String field, String description) {
      if (refused++ < REFUSALS_SHOWN_MAX) {
        err.println("line " + line + ": " + field + " " + LogLine.escape(description));
      }
    }

    @Override
    public void imported(long bars) {
      shown = progress("imported", bars, shown);
    }
  }
}
