package io.finstage.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;

/**
 * Bars of a seeded walk for symbols S0, S1, ...: written as a file, and imported from it into a
 * SQLite store by the packaged command.
 *
 * @param folder of the data of a server
 * @param file that they came from, rows by symbol and time
 * @param importSeconds start of the JVM included
 */
record StoredBars(Path folder, Path file, double importSeconds) {

  /**
   * What is to be made.
   *
   * @param interval as the command spells it
   * @param width of it
   * @param first opening of the first bar
   */
  record Plan(int symbols, int bars, String interval, Duration width, Instant first) {}

  static StoredBars imported(Plan plan, BenchOptions options)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("finstage-bench");
    Path file = folder.resolve("bars.csv");
    write(plan, file);
    long before = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(
                options.server().resolve("bin/finstage").toAbsolutePath().toString(),
                "import-bars",
                file.toString(),
                "--interval=" + plan.interval,
                "--data.dir=" + folder,
                keepAll(plan.interval))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("import.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    if (builder.start().waitFor() != 0) {
      throw new IllegalStateException("import failed: see " + folder.resolve("import.log"));
    }
    return new StoredBars(folder, file, (System.nanoTime() - before) / 1e9);
  }

  /** The setting without which old bars expire. */
  static String keepAll(String interval) {
    return "--bars.retention." + interval + "=36500d";
  }

  private static void write(Plan plan, Path file) throws IOException {
    Random random = new Random(7);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.println("open_time_ms,symbol,open,high,low,close,volume");
      for (int symbol = 0; symbol < plan.symbols; symbol++) {
        double price = 50 + 100 * random.nextDouble();
        for (int bar = 0; bar < plan.bars; bar++) {
          double open = price;
          price *= Math.exp(0.01 * random.nextGaussian());
          double wick = 0.005 * price;
          out.printf(
              Locale.ROOT,
              "%d,S%d,%.4f,%.4f,%.4f,%.4f,%d%n",
              plan.first.plus(plan.width.multipliedBy(bar)).toEpochMilli(),
              symbol,
              open,
              Math.max(open, price) + wick,
              Math.min(open, price) - wick,
              price,
              random.nextInt(100_000));
        }
      }
    }
  }
}
