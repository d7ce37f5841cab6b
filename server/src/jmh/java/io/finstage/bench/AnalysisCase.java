package io.finstage.bench;

import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.IndicatorSpec;
import io.finstage.proto.v1.Output;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Analysis from end to end: bars are imported into SQLite by the packaged command, the packaged
 * server is asked over gRPC, and the answers are read to their last value. Server and client share
 * the machine's cores.
 */
final class AnalysisCase {

  static final String NAME = "analysis";

  private static final int SYMBOLS = 500;
  private static final int BARS = 1000;
  private static final int CALLS_BEFORE = 15;
  private static final int CALLS = 21;
  private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
  private static final List<String> FIVE =
      List.of("sma(20)", "ema(20)", "rsi(14)", "macd(12,26,9)", "bbands(20,2)");
  private static final List<String> TEN =
      List.of(
          "sma(20)",
          "ema(20)",
          "rsi(14)",
          "macd(12,26,9)",
          "bbands(20,2)",
          "atr(14)",
          "stoch(14,3,3)",
          "adx(14)",
          "obv",
          "cci(20)");

  private final StringBuilder table = new StringBuilder();

  private AnalysisCase() {}

  static String run(BenchOptions options) throws IOException, InterruptedException {
    return new AnalysisCase().measure(options);
  }

  private String measure(BenchOptions options) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("finstage-bench");
    Path file = folder.resolve("bars.csv");
    write(file);
    table.append("### analysis\n\n| | ms, median | fastest | slowest |\n|---|--:|--:|--:|\n");
    long before = System.nanoTime();
    imports(options, folder, file);
    double seconds = (System.nanoTime() - before) / 1e9;
    try (RunningServer server =
        RunningServer.start(
            options,
            List.of("--data.dir=" + folder, "--feed.source=none", "--bars.retention.1d=36500d"))) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port())
              .usePlaintext()
              .maxInboundMessageSize(16 << 20)
              .build();
      try {
        AnalysisServiceGrpc.AnalysisServiceBlockingStub stub =
            AnalysisServiceGrpc.newBlockingStub(channel);
        row(stub, "500 symbols x 1,000 bars x ten, LAST", SYMBOLS, TEN, Output.Mode.LAST);
        row(stub, "500 symbols x 1,000 bars x ten, FULL", SYMBOLS, TEN, Output.Mode.FULL);
        row(stub, "200 symbols x 1,000 bars x five, LAST", 200, FIVE, Output.Mode.LAST);
      } finally {
        channel.shutdownNow();
      }
    }
    return table
        + String.format(
            Locale.ROOT,
            "%nImport of %,d bars into SQLite, start of the JVM included: %.2f s, %,.0f bars/s%n",
            SYMBOLS * BARS,
            seconds,
            SYMBOLS * BARS / seconds);
  }

  private void row(
      AnalysisServiceGrpc.AnalysisServiceBlockingStub stub,
      String what,
      int symbols,
      List<String> indicators,
      Output.Mode mode) {
    AnalyzeSymbolsRequest request =
        AnalyzeSymbolsRequest.newBuilder()
            .addAllSymbols(IntStream.range(0, symbols).mapToObj(i -> "S" + i).toList())
            .setInterval("1d")
            .addAllIndicators(
                indicators.stream()
                    .map(text -> IndicatorSpec.newBuilder().setId(text).build())
                    .toList())
            .setOutput(Output.newBuilder().setMode(mode))
            .build();
    double first = call(stub, request, symbols, mode);
    double[] millis = new double[CALLS];
    for (int i = -CALLS_BEFORE; i < CALLS; i++) {
      double took = call(stub, request, symbols, mode);
      if (i >= 0) {
        millis[i] = took;
      }
    }
    Arrays.sort(millis);
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %.1f | %.1f | %.1f (first call %.0f) |%n",
            what,
            millis[CALLS / 2],
            millis[0],
            millis[CALLS - 1],
            first));
  }

  /** Milliseconds until every value is read. */
  private static double call(
      AnalysisServiceGrpc.AnalysisServiceBlockingStub stub,
      AnalyzeSymbolsRequest request,
      int symbols,
      Output.Mode mode) {
    int valuesEach = mode == Output.Mode.FULL ? BARS : 1;
    long before = System.nanoTime();
    int answers = 0;
    Iterator<AnalyzeSymbolsResponse> responses = stub.analyzeSymbols(request);
    while (responses.hasNext()) {
      AnalyzeSymbolsResponse response = responses.next();
      boolean whole =
          response.getStatus().getCode() == 0
              && response.getBars() == BARS
              && response.getResults(0).getLines(0).getValuesCount() == valuesEach;
      if (!whole) {
        throw new IllegalStateException("not what was asked for: " + response.getStatus());
      }
      answers++;
    }
    if (answers != symbols) {
      throw new IllegalStateException(answers + " answers for " + symbols + " symbols");
    }
    return (System.nanoTime() - before) / 1e6;
  }

  private static void imports(BenchOptions options, Path folder, Path file)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                options.server().resolve("bin/finstage").toAbsolutePath().toString(),
                "import-bars",
                file.toString(),
                "--interval=1d",
                "--data.dir=" + folder,
                "--bars.retention.1d=36500d")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("import.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int exit = builder.start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("import.log")));
    }
  }

  /** Seeded walks. */
  private static void write(Path file) throws IOException {
    Random random = new Random(7);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.println("date,symbol,open,high,low,close,volume");
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        double price = 50 + 100 * random.nextDouble();
        for (int day = 0; day < BARS; day++) {
          double open = price;
          price *= Math.exp(0.01 * random.nextGaussian());
          double wick = 0.005 * price;
          out.printf(
              Locale.ROOT,
              "%s,S%d,%.4f,%.4f,%.4f,%.4f,%d%n",
              FIRST_DAY.plusDays(day),
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
