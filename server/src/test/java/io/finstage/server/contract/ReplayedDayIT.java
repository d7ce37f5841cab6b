package io.finstage.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.finstage.client.Analysis;
import io.finstage.client.Bar;
import io.finstage.client.FinstageClient;
import io.finstage.client.Indicators;
import io.finstage.client.SymbolAnalysis;
import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.IndicatorSpec;
import io.finstage.proto.v1.Output;
import io.finstage.server.LaunchedServer;
import io.finstage.server.ServerReadings;
import io.finstage.server.bars.SampleData;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day is replayed into the packaged server, the server goes and comes again, and the bars and
 * what is computed from them are what they were, whoever asks.
 */
@Timeout(180)
class ReplayedDayIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long START_MILLIS = 1_381_152_600_000L;
  private static final int MINUTES = 300;
  private static final List<String> INTERVALS = List.of("1m", "1d");

  @TempDir private Path folder;

  private interface Ending {
    void end(LaunchedServer server) throws Exception;
  }

  @Test
  void aGeneratedDayOutlivesAKillAndItsRsiIsTheSameDoublesOverEveryWire() throws Exception {
    Map<String, List<Bar>> bars =
        outlives(generated(), List.of("SPY", "IBM"), LaunchedServer::kill);

    assertThat(bars.get("SPY 1m")).hasSize(MINUTES);
    assertThat(bars.get("IBM 1d")).hasSize(1);
  }

  @Test
  void aRealDayOutlivesAStopAndItsRsiIsTheSameDoublesOverEveryWire() throws Exception {
    Map<String, List<Bar>> bars =
        outlives(
            SampleData.file("trades-2013-10-07.csv.gz"),
            List.of("SPY", "BAC", "AIG", "IBM"),
            server -> {
              server.terminate();
              assertThat(server.exitCode()).as(server.errors()).isZero();
            });

    assertThat(bars.get("SPY 1m")).hasSizeGreaterThan(380);
    assertThat(bars.get("SPY 1d")).extracting(Bar::trades).containsExactly(250_601L);
  }

  /** The bars, by symbol and interval, once all was seen to hold. */
  private Map<String, List<Bar>> outlives(Path day, List<String> symbols, Ending ending)
      throws Exception {
    Map<String, List<Bar>> played;
    try (LaunchedServer server = launch("replay", "--feed.replay.file=" + day)) {
      ServerReadings readings = new ServerReadings(server, folder);
      try (FinstageClient client = client(server)) {
        await()
            .atMost(SOON)
            .until(() ->
                symbols.stream().noneMatch(symbol -> client.listBars(symbol, "1d").isEmpty())
                    && readings.sample("finstage_bars_store_queue") == 0);
        played = bars(client, symbols);
      }
      assertThat(readings.sample("finstage_bars_lost_trades_total{reason=\"QUEUE_FULL\"}"))
          .isZero();
      ending.end(server);
    }
    try (LaunchedServer server = launch("none")) {
      try (FinstageClient client = client(server)) {
        assertThat(bars(client, symbols)).isEqualTo(played);
      }
      for (String symbol : symbols) {
        for (String interval : INTERVALS) {
          sameOverEveryWire(
              server.port(),
              symbol,
              interval,
              played.getOrDefault(symbol + " " + interval, List.of()));
        }
      }
    }
    return played;
  }

  private LaunchedServer launch(String source, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--feed.source=" + source, "--feed.replay.speed=max"));
    arguments.addAll(List.of(more));
    return LaunchedServer.start(folder, arguments.toArray(String[]::new));
  }

  private static FinstageClient client(LaunchedServer server) {
    return FinstageClient.connect("127.0.0.1:" + server.port());
  }

  private static Map<String, List<Bar>> bars(FinstageClient client, List<String> symbols) {
    Map<String, List<Bar>> bars = new TreeMap<>();
    for (String symbol : symbols) {
      for (String interval : INTERVALS) {
        bars.put(symbol + " " + interval, client.listBars(symbol, interval));
      }
    }
    return bars;
  }

  private static void sameOverEveryWire(int port, String symbol, String interval, List<Bar> bars)
      throws Exception {
    List<String> sdk = overSdk(port, symbol, interval, bars);
    assertThat(sdk).as(symbol + " " + interval).hasSameSizeAs(bars);
    assertThat(sdk.stream().filter(it -> !it.equals(bits(Double.NaN))))
        .hasSize(Math.max(0, bars.size() - 14));
    assertThat(overGrpc(port, symbol, interval)).as(symbol + " " + interval).isEqualTo(sdk);
    try (Client json = new WebSocketClient(port, false);
        Client protobuf = new WebSocketClient(port, true)) {
      assertThat(snapshot(json, symbol, interval)).isEqualTo(sdk.getLast());
      assertThat(snapshot(protobuf, symbol, interval)).isEqualTo(sdk.getLast());
    }
  }

  private static List<String> overSdk(int port, String symbol, String interval, List<Bar> bars) {
    try (FinstageClient client = FinstageClient.connect("127.0.0.1:" + port)) {
      SymbolAnalysis answer =
          client
              .analysis()
              .analyze(Analysis.of(symbol).interval(interval).indicators(Indicators.rsi(14)).full())
              .get(0);
      assertThat(answer.failure()).isEmpty();
      assertThat(answer.openTimes()).isEqualTo(bars.stream().map(Bar::openTime).toList());
      List<String> values = new ArrayList<>();
      for (double value : answer.values("rsi(14)").line()) {
        values.add(bits(value));
      }
      return values;
    }
  }

  private static List<String> overGrpc(int port, String symbol, String interval) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create()).build();
    try {
      AnalyzeSymbolsResponse answer =
          AnalysisServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(30, TimeUnit.SECONDS)
              .analyzeSymbols(
                  AnalyzeSymbolsRequest.newBuilder()
                      .addSymbols(symbol)
                      .setInterval(interval)
                      .addIndicators(
                          IndicatorSpec.newBuilder().setId("rsi").putParams("period", 14))
                      .setOutput(Output.newBuilder().setMode(Output.Mode.FULL))
                      .build())
              .next();
      return answer.getResults(0).getLines(0).getValuesList().stream()
          .map(ReplayedDayIT::bits)
          .toList();
    } finally {
      channel.shutdownNow();
    }
  }

  /**
   * The last value as the channel of indicators begins with it; NaN where it says there is none.
   */
  private static String snapshot(Client client, String symbol, String interval) throws Exception {
    client.connect();
    client.send(
        JsonParser.parseString(
                """
                {"type":"subscribe","request_id":"1","channel":"indicators","symbols":["%s"],
                 "interval":"%s","indicators":["rsi(14)"]}
                """
                    .formatted(symbol, interval))
            .getAsJsonObject());
    while (true) {
      Heard heard = client.next(SOON).orElseThrow(() -> new AssertionError("no snapshot"));
      if (!(heard instanceof Heard.Event(JsonObject said))) {
        throw new AssertionError("instead of a snapshot: " + heard);
      }
      assertThat(said.get("type").getAsString()).isNotIn("gap", "error", "closing");
      if (said.get("type").getAsString().equals("indicator_update")) {
        assertThat(said.get("snapshot").getAsBoolean()).isTrue();
        JsonObject values = said.getAsJsonObject("values");
        assertThat(said.get("warming_up").getAsBoolean()).isEqualTo(interval.equals("1d"));
        return bits(values.has("rsi") ? values.get("rsi").getAsDouble() : Double.NaN);
      }
    }
  }

  private static String bits(double value) {
    return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
  }

  /** Six trades a minute of each of two symbols, each a walk of its own. */
  private Path generated() throws Exception {
    Random random = new Random(20131007);
    double spy = 167;
    double ibm = 182;
    StringBuilder rows = new StringBuilder("event_time_ms,symbol,price,size\n");
    for (int i = 0; i < MINUTES * 6; i++) {
      long at = START_MILLIS + i * 10_000L;
      spy *= 1 + 0.0005 * random.nextGaussian();
      ibm *= 1 + 0.0005 * random.nextGaussian();
      rows.append(at).append(",SPY,").append(spy).append(",100\n");
      rows.append(at + 500).append(",IBM,").append(ibm).append(",200\n");
    }
    return Files.writeString(folder.resolve("day.csv"), rows);
  }
}
