package io.finstage.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.finstage.client.Analysis;
import io.finstage.client.Bar;
import io.finstage.client.FinstageClient;
import io.finstage.client.Indicators;
import io.finstage.client.SymbolAnalysis;
import io.finstage.server.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LiveIndicatorsIT {

  private static final int BARS = 40;
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void anRsiIsTheSameDoublesOverEveryWireAndInTheStore() throws Exception {
    try (RunningServer server = RunningServer.start(Map.of("data.dir", folder.toString()));
        TickPublisher publisher = new TickPublisher(server.port());
        Client grpc = new GrpcClient(server.port());
        Client json = new WebSocketClient(server.port(), false);
        Client protobuf = new WebSocketClient(server.port(), true);
        Client sdk = new SdkClient(server.port());
        FinstageClient client = FinstageClient.connect("127.0.0.1:" + server.port())) {
      List<Client> clients = List.of(grpc, json, protobuf, sdk);
      for (Client each : clients) {
        each.connect();
        each.send(
            JsonParser.parseString(
                    """
                    {"type":"subscribe","request_id":"1","channel":"indicators","symbols":["MINE"],
                     "interval":"1s","indicators":["rsi(14)"],"closed_only":true}
                    """)
                .getAsJsonObject());
        heard(each, "subscribed");
      }

      Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(600);
      Random random = new Random(7);
      for (int i = 0; i <= BARS; i++) {
        JsonObject trade = new JsonObject();
        trade.addProperty("symbol", "MINE");
        trade.addProperty("price", 100 + random.nextGaussian());
        trade.addProperty("size", 1);
        trade.addProperty("at", begin.plusSeconds(i).toString());
        assertThat(publisher.publish(trade).getAccepted()).isEqualTo(1);
      }

      Instant last = begin.plusSeconds(BARS - 1);
      List<String> overGrpc = values(grpc, last);
      assertThat(overGrpc).hasSizeGreaterThan(BARS / 2);
      assertThat(values(json, last)).isEqualTo(overGrpc);
      assertThat(values(protobuf, last)).isEqualTo(overGrpc);
      assertThat(values(sdk, last)).isEqualTo(overGrpc);

      assertThat(stored(client, begin)).endsWith(overGrpc.toArray(String[]::new));
    }
  }

  /** The same from the bars in the store, once they are there. */
  private static List<String> stored(FinstageClient client, Instant begin) {
    Instant end = begin.plusSeconds(BARS);
    Awaitility.await()
        .atMost(SOON)
        .until(() -> client.listBars("MINE", "1s", begin, end).size() == BARS);
    List<Bar> bars = client.listBars("MINE", "1s", begin, end);
    SymbolAnalysis mine =
        client
            .analysis()
            .analyze(
                Analysis.of("MINE")
                    .interval("1s")
                    .from(begin)
                    .to(end)
                    .indicators(Indicators.rsi(14))
                    .full())
            .get(0);
    assertThat(mine.failure()).isEmpty();
    assertThat(mine.openTimes()).isEqualTo(bars.stream().map(Bar::openTime).toList());
    double[] rsi = mine.values("rsi(14)").line();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rsi.length; i++) {
      if (!Double.isNaN(rsi[i])) {
        lines.add(line(mine.openTimes().get(i), rsi[i]));
      }
    }
    return lines;
  }

  /** Every value that is heard up to that of the bar that opens {@code last}. */
  private static List<String> values(Client client, Instant last) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    while (true) {
      JsonObject update = heard(client, "indicator_update");
      Instant open = Instant.parse(update.get("open_time").getAsString());
      JsonObject values = update.getAsJsonObject("values");
      if (values != null && values.has("rsi")) {
        lines.add(line(open, values.get("rsi").getAsDouble()));
      }
      if (!open.isBefore(last)) {
        return lines;
      }
    }
  }

  private static String line(Instant open, double value) {
    return open + " " + Long.toHexString(Double.doubleToLongBits(value));
  }

  /** The next event of a type; what comes before it must not be a gap or an error. */
  private static JsonObject heard(Client client, String type) throws InterruptedException {
    while (true) {
      Heard heard = client.next(SOON).orElseThrow(() -> new AssertionError("no " + type));
      if (!(heard instanceof Heard.Event(JsonObject said))) {
        throw new AssertionError("instead of " + type + ": " + heard);
      }
      String kind = said.get("type").getAsString();
      assertThat(kind).as(said.toString()).isNotIn("gap", "error", "closing");
      if (kind.equals(type)) {
        return said;
      }
    }
  }
}
