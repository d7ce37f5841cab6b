package io.finstage.bench;

import io.finstage.bench.AnalysisClient.Question;
import io.finstage.proto.v1.Output;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Analysis from end to end: bars are imported into SQLite by the packaged command, the packaged
 * server is asked over gRPC, and the answers are read to their last value. Server and client share
 * the machine's cores.
 */
final class AnalysisCase {

  static final int SYMBOLS = 500;
  static final int BARS = 1000;
  private static final int CALLS_BEFORE = 15;
  private static final int CALLS = 21;

  /** CPU seconds of a kind of thread. */
  private static final double PRINTED_MIN = 0.02;

  private AnalysisCase() {}

  /** A table of calls that are asked again and again. */
  static String run(BenchOptions options) throws IOException, InterruptedException {
    StoredBars bars = bars(options);
    StringBuilder table = new StringBuilder("### analysis\n\n");
    table.append("| | ms, median | fastest | slowest |\n|---|--:|--:|--:|\n");
    try (RunningServer server = server(options, bars, "analysis");
        AnalysisClient client = new AnalysisClient(server.port())) {
      List<String> ten = AnalysisClient.TEN;
      table.append(
          row(
              client,
              "500 symbols x 1,000 bars x ten, LAST",
              new Question(SYMBOLS, BARS, ten, Output.Mode.LAST)));
      table.append(
          row(
              client,
              "500 symbols x 1,000 bars x ten, FULL",
              new Question(SYMBOLS, BARS, ten, Output.Mode.FULL)));
      table.append(
          row(
              client,
              "200 symbols x 1,000 bars x five, LAST",
              new Question(200, BARS, AnalysisClient.FIVE, Output.Mode.LAST)));
    }
    return table
        + String.format(
            Locale.ROOT,
            "%nImport of %,d bars into SQLite, start of the JVM included: %.2f s, %,.0f bars/s%n",
            SYMBOLS * BARS,
            bars.importSeconds(),
            SYMBOLS * BARS / bars.importSeconds());
  }

  /** The first call of a server that has just started, each time another server. */
  static String first(BenchOptions options) throws IOException, InterruptedException {
    StoredBars bars = bars(options);
    Question question = new Question(SYMBOLS, BARS, AnalysisClient.TEN, Output.Mode.LAST);
    // Once more than is counted: the client has to warm up, and the server must not.
    Timings first = new Timings();
    Timings second = new Timings();
    for (int round = -1; round < options.rounds(); round++) {
      try (RunningServer server = server(options, bars, "analysis-first");
          AnalysisClient client = new AnalysisClient(server.port())) {
        Map<String, Double> before = ProcessReading.threads(server.pid());
        double firstMillis = client.ask(question).millis();
        printThreads(before, ProcessReading.threads(server.pid()));
        double secondMillis = client.ask(question).millis();
        System.err.printf(
            Locale.ROOT, "first call %.0f ms, second %.0f ms%n", firstMillis, secondMillis);
        if (round >= 0) {
          first.add(firstMillis);
          second.add(secondMillis);
        }
      }
    }
    return "### analysis-first\n\n| | ms, median | fastest | slowest |\n|---|--:|--:|--:|\n"
        + first.row("500 symbols x 1,000 bars x ten, LAST: first call after a start")
        + second.row("second call");
  }

  /** Where the server's CPU seconds went. */
  private static void printThreads(Map<String, Double> before, Map<String, Double> after) {
    after.forEach((name, seconds) -> {
      double more = seconds - before.getOrDefault(name, 0.0);
      if (more > PRINTED_MIN) {
        System.err.printf(Locale.ROOT, "  %.2f s %s%n", more, name);
      }
    });
  }

  static StoredBars bars(BenchOptions options) throws IOException, InterruptedException {
    return StoredBars.imported(
        new StoredBars.Plan(
            SYMBOLS, BARS, "1d", Duration.ofDays(1), Instant.parse("2020-01-01T00:00:00Z")),
        options);
  }

  static RunningServer server(BenchOptions options, StoredBars bars, String name)
      throws IOException, InterruptedException {
    return RunningServer.start(
        options,
        name,
        List.of("--data.dir=" + bars.folder(), "--feed.source=none", StoredBars.keepAll("1d")));
  }

  private static String row(AnalysisClient client, String what, Question question) {
    Timings timings = new Timings();
    for (int i = -CALLS_BEFORE; i < CALLS; i++) {
      double took = client.ask(question).millis();
      if (i >= 0) {
        timings.add(took);
      }
    }
    return timings.row(what);
  }
}
