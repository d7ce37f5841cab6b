package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.IndicatorSpec;
import io.finstage.proto.v1.IndicatorUpdate;
import io.finstage.proto.v1.ListBarsRequest;
import io.finstage.proto.v1.Output;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.SignalUpdate;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.StreamIndicatorsRequest;
import io.finstage.proto.v1.StreamIndicatorsResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.BlockingClientCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trades become bars, bars become indicators: live, and asked for afterwards. */
@Timeout(120)
class LiveAnalysisIT {

  private static final String SIGNAL = "crosses_above(close,sma(10))";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private ManagedChannel channel;

  @SuppressWarnings("NullAway.Init")
  private TradeTape tape;

  @BeforeEach
  void start() {
    server = RunningServer.start(Map.of("data.dir", folder.toString()));
    channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
            .build();
    tape = new TradeTape(channel, "SPY");
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  private int stored() throws Exception {
    return PriceServiceGrpc.newBlockingV2Stub(channel)
        .listBars(ListBarsRequest.newBuilder().setSymbol("SPY").setInterval("1s").build())
        .getBarsCount();
  }

  private AnalyzeSymbolsResponse analyzed() {
    return AnalysisServiceGrpc.newBlockingStub(channel)
        .analyzeSymbols(
            AnalyzeSymbolsRequest.newBuilder()
                .addSymbols("SPY")
                .setInterval("1s")
                .addIndicators(IndicatorSpec.newBuilder().setId("rsi(14)"))
                .addSignals(SIGNAL)
                .setOutput(Output.newBuilder().setMode(Output.Mode.FULL))
                .build())
        .next();
  }

  /** Reads until the call ends. */
  private static void read(
      BlockingClientCall<?, StreamIndicatorsResponse> call, Queue<StreamEvent> events) {
    Thread.startVirtualThread(() -> {
      try {
        for (var batch = call.read(); batch != null; batch = call.read()) {
          events.addAll(batch.getEventsList());
        }
      } catch (Exception e) {
        // The test is over.
        Thread.currentThread().interrupt();
      }
    });
  }

  private static List<IndicatorUpdate> indicators(Queue<StreamEvent> events) {
    return events.stream()
        .filter(StreamEvent::hasIndicatorUpdate)
        .map(StreamEvent::getIndicatorUpdate)
        .toList();
  }

  @Test
  void liveValuesAndSignalsAreThoseOfAnAnalysisOfTheSameBars() throws Exception {
    tape.play(300);
    await().atMost(Duration.ofSeconds(30)).until(() -> stored() >= 299);
    Queue<StreamEvent> events = new ConcurrentLinkedQueue<>();
    var call =
        AnalysisServiceGrpc.newBlockingV2Stub(channel)
            .streamIndicators(
                StreamIndicatorsRequest.newBuilder()
                    .addSymbols("SPY")
                    .setInterval("1s")
                    .addIndicators("rsi(14)")
                    .addIndicators(SIGNAL)
                    .setClosedOnly(true)
                    .build());
    read(call, events);
    await().until(() -> indicators(events).stream().anyMatch(IndicatorUpdate::getSnapshot));

    for (int i = 0; i < 10; i++) {
      tape.play(10);
    }
    long last = tape.lastSeconds();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            stored() == 400
                && indicators(events).stream()
                    .anyMatch(it -> it.getOpenTime().getSeconds() == last));

    AnalyzeSymbolsResponse analyzed = analyzed();
    Map<Long, Double> batch = new TreeMap<>();
    for (int i = 0; i < analyzed.getBars(); i++) {
      batch.put(analyzed.getOpenTimeMs(i) / 1000, analyzed.getResults(0).getLines(0).getValues(i));
    }
    Map<Long, Double> live = new TreeMap<>();
    indicators(events)
        .forEach(it -> live.put(it.getOpenTime().getSeconds(), it.getValuesOrThrow("rsi")));
    assertThat(live).hasSizeGreaterThan(99);
    assertThat(batch).containsAllEntriesOf(live);
    List<Long> signals =
        events.stream()
            .filter(StreamEvent::hasSignalUpdate)
            .map(StreamEvent::getSignalUpdate)
            .filter(it -> !it.getSnapshot())
            .map(SignalUpdate::getOpenTime)
            .map(Timestamp::getSeconds)
            .toList();
    assertThat(signals)
        .isNotEmpty()
        .isEqualTo(
            analyzed.getSignalsList().stream()
                .map(it -> it.getOpenTime().getSeconds())
                .filter(at -> at >= TradeTape.START_SECONDS + 300)
                .toList());
    call.cancel("done", null);
  }

  @Test
  void theFormingBarIsToldAsItChanges() throws Exception {
    tape.play(50);
    await().atMost(Duration.ofSeconds(30)).until(() -> stored() >= 49);
    Queue<StreamEvent> events = new ConcurrentLinkedQueue<>();
    var call =
        AnalysisServiceGrpc.newBlockingV2Stub(channel)
            .streamIndicators(
                StreamIndicatorsRequest.newBuilder()
                    .addSymbols("SPY")
                    .setInterval("1d")
                    .addIndicators("obv")
                    .build());
    read(call, events);
    await().until(() -> events.stream().anyMatch(StreamEvent::hasSubscribed));

    tape.play(1);

    await().until(() -> !indicators(events).isEmpty());
    call.cancel("done", null);
  }
}
