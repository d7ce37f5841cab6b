package io.finstage.server.analysis.kinds;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.finstage.server.bars.BarImport;
import io.finstage.server.bars.BarStore;
import io.finstage.server.bars.Session;
import io.finstage.server.market.Interval;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.Payload;
import io.finstage.server.tasks.TaskContext;
import io.finstage.server.tasks.TaskHandler;
import io.finstage.server.tasks.TaskKind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a file of the folder {@code import} into the store. A line that is no bar is refused and
 * told in the result; the others are kept. Reading the same file again changes nothing, so another
 * attempt after a crash is harmless.
 */
public final class ImportBarsHandler implements TaskHandler {

  /** What it is called by; writes wait for each other in any case. */
  public static final TaskKind KIND =
      TaskKind.builtIn("import-bars", "reads a file of data.dir/import into the store", 1);

  /** Refused lines that the result tells; it counts all. */
  static final int REFUSALS_MAX = 100;

  private static final String PATH = "path";
  private static final String GZIP = ".gz";
  private static final int BUFFER = 1 << 16;

  private final BarStore store;
  private final Session session;
  private final ImportFolder folder;

  /**
   * @param folder the only one that files are read of
   */
  public ImportBarsHandler(BarStore store, Session session, Path folder) {
    this.store = store;
    this.session = session;
    this.folder = new ImportFolder(folder);
  }

  @Override
  public Bytes run(TaskContext context) throws Exception {
    Payload payload = Payload.of(context.payload());
    String path =
        payload.text(PATH).orElseThrow(() -> Payload.wrong(PATH, "must be given: a file"));
    Interval interval = MarketFields.interval(payload);
    payload.end(context.kind());
    Path file = folder.file(path);
    long size = Math.max(1, Files.size(file));
    try (Counted counted = new Counted(ImportFolder.open(file));
        InputStream in = path.endsWith(GZIP) ? new GZIPInputStream(counted, BUFFER) : counted) {
      Observer observer = new Observer(context, counted, size);
      Optional<BarImport.Result> result =
          new BarImport(store, interval, session, Set.of(), observer).run(in);
      if (result.isEmpty()) {
        throw Payload.wrong(
            PATH, "must name a file whose first line is " + BarImport.expectedHeader(interval));
      }
      return observer.told(result.get());
    } catch (InterruptedIOException e) {
      InterruptedException interrupted = new InterruptedException("interrupted while it read");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ZipException | EOFException e) {
      throw new FailedForGoodException(PATH + " must name a file that gzip can read to its end", e);
    }
  }

  /** Tells progress, and keeps the first refusals. */
  private static final class Observer implements BarImport.Observer {
    private final TaskContext context;
    private final Counted in;
    private final long size;
    private final JsonArray refusals = new JsonArray();

    Observer(TaskContext context, Counted in, long size) {
      this.context = context;
      this.in = in;
      this.size = size;
    }

    @Override
    public void refused(long line, String field, String description) {
      if (refusals.size() < REFUSALS_MAX) {
        JsonObject refusal = new JsonObject();
        refusal.addProperty("line", line);
        refusal.addProperty("field", field);
        refusal.addProperty("description", description);
        refusals.add(refusal);
      }
    }

    @Override
    public void imported(long bars) {
      context.progress((double) in.bytes / size, "%,d bars".formatted(bars));
    }

    Bytes told(BarImport.Result result) {
      JsonObject told = new JsonObject();
      told.addProperty("imported", result.imported());
      told.addProperty("refused", result.refused());
      told.add("refusals", refusals);
      return Bytes.utf8(told.toString());
    }
  }

  /** Knows how far it was read, and ends when the task is to end. */
  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream file) {
      super(new BufferedInputStream(file, BUFFER));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      int read = super.read(into, from, length);
      bytes += Math.max(0, read);
      return read;
    }
  }
}
