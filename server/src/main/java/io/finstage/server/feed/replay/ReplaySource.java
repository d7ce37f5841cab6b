package io.finstage.server.feed.replay;

import io.finstage.server.feed.CheckedTick;
import io.finstage.server.feed.CheckedTick.Accepted;
import io.finstage.server.feed.CheckedTick.Refused;
import io.finstage.server.feed.Ending;
import io.finstage.server.feed.Intake;
import io.finstage.server.feed.MarketDataSource;
import io.finstage.server.feed.OneLine;
import io.finstage.server.feed.Pacer;
import io.finstage.server.feed.RefusalReason;
import io.finstage.server.feed.StartGate;
import io.finstage.server.feed.TickCheck;
import io.finstage.server.market.Tick;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Plays a file of recorded ticks, row by row: a row is due at start + (its time - the first row's
 * time) / speed. The file is never held in memory.
 *
 * <p>A row that is no sane tick is counted, the first few are logged with their line, and the rest
 * go on. A file that cannot be read to its end breaks the replay: to begin again would tell every
 * subscriber the same day twice.
 */
public final class ReplaySource implements MarketDataSource {

  private static final System.Logger LOG = System.getLogger(ReplaySource.class.getName());
  private static final int GZIP_BUFFER_BYTES = 1 << 16;

  /** Rows between two offers of the processor to others, when nothing else makes a pause. */
  private static final int YIELD_ROWS = 1024;

  private final ReplayConfig config;
  private final TickCheck check;
  private final StartGate gate;
  private final InstantSource clock;
  private final Pacer pacer;

  /**
   * @param gate the first row waits for it to open
   * @param clock when a row was taken in
   * @throws IllegalArgumentException the file is not there or cannot be read, or its header is
   *     neither of the two; the message says what to do
   */
  public ReplaySource(
      ReplayConfig config, TickCheck check, StartGate gate, InstantSource clock, Pacer pacer) {
    this.config = config;
    this.check = check;
    this.gate = gate;
    this.clock = clock;
    this.pacer = pacer;
    Optional<String> fault = fault();
    if (fault.isPresent()) {
      throw new IllegalArgumentException("feed.replay.file: " + fault.get());
    }
  }

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public boolean live() {
    return false;
  }

  /** None: a night in the file is silent, and so it should be. */
  @Override
  public Optional<Duration> silenceMax() {
    return Optional.empty();
  }

  @Override
  public Ending run(Intake intake) throws InterruptedException {
    if (!gate.isOpen()) {
      intake.waitingForSubscriber();
      gate.await();
    }
    Pass pass = new Pass(intake);
    try (InputStream in = open()) {
      Optional<Ending> broken = pass.play(new RowReader(in, config.rowBytesMax()));
      if (broken.isPresent()) {
        return broken.get();
      }
    } catch (IOException e) {
      return new Ending.Broken(
          "feed.replay.file: "
              + printable(config.file())
              + " could not be read beyond row "
              + pass.rows
              + ": "
              + describe(e)
              + "; replace the file and start the server again");
    }
    LOG.log(
        Level.INFO,
        "replay of {0} at its end: {1} rows, {2} refused",
        printable(config.file()),
        Long.toString(pass.rows),
        Long.toString(pass.refused));
    return config.loop() ? new Ending.Again() : new Ending.Finished();
  }

  /** Why the file cannot be played, as far as its beginning tells. */
  private Optional<String> fault() {
    Path file = config.file();
    String name = printable(file);
    if (!Files.exists(file)) {
      return Optional.of(
          "there is no file "
              + printable(file.toAbsolutePath().normalize())
              + "; give the path of a CSV or CSV.gz file of ticks");
    }
    if (Files.isDirectory(file)) {
      return Optional.of(name + " is a directory; give the path of one file in it");
    }
    if (!Files.isReadable(file)) {
      return Optional.of(name + " may not be read by this user; change its permissions");
    }
    try (InputStream in = open()) {
      RowReader reader = new RowReader(in, config.rowBytesMax());
      return reader.next() == RowReader.Row.READ
              && !reader.isEmpty()
              && RowFormat.isHeader(reader)
              && RowFormat.ofHeader(reader, check).isEmpty()
          ? Optional.of(headerFault())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          name + " cannot be read: " + describe(e) + "; a name that ends in .gz means gzip");
    }
  }

  private String headerFault() {
    return "the first row of "
        + printable(config.file())
        + " names columns that are not known; expected "
        + RowFormat.EXPECTED;
  }

  private InputStream open() throws IOException {
    InputStream raw = Files.newInputStream(config.file());
    if (!config.file().toString().endsWith(".gz")) {
      return raw;
    }
    try {
      return new GZIPInputStream(raw, GZIP_BUFFER_BYTES);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static String describe(IOException e) {
    return switch (e) {
      case EOFException _ -> "it ends too early, as a copy that was cut off does";
      case ZipException _ -> "its gzip data is damaged (" + OneLine.of(e.toString()) + ")";
      default -> OneLine.of(e.toString());
    };
  }

  private static String printable(Path file) {
    return OneLine.of(file.toString());
  }

  /** One way through the file. */
  private final class Pass {

    private final Intake intake;
    private long rows;
    private long refused;
    private boolean started;
    private long startNanos;
    private long startMillis;
    private long lastMillis;

    Pass(Intake intake) {
      this.intake = intake;
    }

    /** Empty when the end of the file was reached. */
    Optional<Ending> play(RowReader reader) throws IOException, InterruptedException {
      RowFormat format = RowFormat.trades(check);
      boolean headerPossible = true;
      for (RowReader.Row row = reader.next(); row != RowReader.Row.END; row = reader.next()) {
        if (row == RowReader.Row.TOO_LONG) {
          rows++;
          refuse(reader.line(), tooLong());
        } else if (headerPossible && !reader.isEmpty() && RowFormat.isHeader(reader)) {
          Optional<RowFormat> named = RowFormat.ofHeader(reader, check);
          if (named.isEmpty()) {
            return Optional.of(new Ending.Broken("feed.replay.file: " + headerFault()));
          }
          format = named.get();
        } else if (!reader.isEmpty()) {
          rows++;
          take(format.read(reader, clock.instant()), reader.line());
        }
        headerPossible = false;
      }
      return Optional.empty();
    }

    private void take(CheckedTick checked, long line) throws InterruptedException {
      switch (checked) {
        case Accepted(Tick tick) -> {
          pace(tick.at());
          intake.accept(tick, clock.instant());
        }
        case Refused refusal -> refuse(line, refusal);
      }
    }

    private void pace(Instant at) throws InterruptedException {
      if (!config.speed().isPaced()) {
        if (rows % YIELD_ROWS == 0) {
          letOthersRun();
        }
        return;
      }
      long millis = at.toEpochMilli();
      if (!started) {
        started = true;
        startNanos = pacer.nanos();
        startMillis = millis;
        lastMillis = millis;
      }
      if (millis != lastMillis) {
        lastMillis = millis;
        pacer.until(startNanos + config.speed().nanosFor(millis - startMillis));
      }
    }

    /** A virtual thread is never taken off its carrier: a replay at full speed must step aside. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void letOthersRun() throws InterruptedException {
      Thread.yield();
      if (Thread.interrupted()) {
        throw new InterruptedException("replay interrupted");
      }
    }

    private void refuse(long line, Refused refusal) {
      refused++;
      intake.refused(refusal.reason());
      if (refused <= config.refusalsLogged()) {
        LOG.log(
            Level.WARNING,
            "{0} line {1} refused: {2}: {3}{4}",
            printable(config.file()),
            Long.toString(line),
            refusal.reason(),
            refusal.description(),
            refused == config.refusalsLogged() ? "; further ones are only counted" : "");
      }
    }

    private Refused tooLong() {
      return new Refused(
          "row",
          RefusalReason.ROW_TOO_LONG,
          "a row has at most " + config.rowBytesMax() + " bytes");
    }
  }
}
