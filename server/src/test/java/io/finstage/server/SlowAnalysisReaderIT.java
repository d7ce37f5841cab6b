package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.Analysis;
import io.finstage.client.Bar;
import io.finstage.client.Bars;
import io.finstage.client.FinstageClient;
import io.finstage.client.Indicators;
import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.BarColumns;
import io.finstage.proto.v1.IndicatorSpec;
import io.finstage.proto.v1.Output;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that asks for an analysis of tens of megabytes and reads none of it. */
@Timeout(60)
class SlowAnalysisReaderIT {

  private static final String UNREAD = "finstage_analysis_unread";
  private static final String IN_FLIGHT = "finstage_analysis_in_flight";
  private static final int SYMBOLS = 14;
  private static final int BARS = 1400;
  private static final int INDICATORS = 50;
  private static final Duration SOON = Duration.ofSeconds(10);

  /** About 1.7 MB of answer for each symbol. */
  private static AnalyzeSymbolsRequest large() {
    AnalyzeSymbolsRequest.Builder request =
        AnalyzeSymbolsRequest.newBuilder().setOutput(Output.newBuilder().setMode(Output.Mode.FULL));
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      BarColumns.Builder bars = BarColumns.newBuilder().setSymbol("S" + symbol);
      for (int i = 0; i < BARS; i++) {
        bars.addOpenTimeMs(i * 60_000L).addOpen(1).addHigh(1).addLow(1).addClose(1).addVolume(1);
      }
      request.addBars(bars);
    }
    for (int i = 0; i < INDICATORS; i++) {
      request.addIndicators(IndicatorSpec.newBuilder().setId("bbands(" + (10 + i) + ",2)"));
    }
    return request.build();
  }

  private static List<Bar> few() {
    return IntStream.range(0, 20)
        .mapToObj(i -> new Bar(Instant.ofEpochSecond(60L * i), 1, 2, 1, 1 + i % 2, 1, 0))
        .toList();
  }

  @Test
  void keepsNobodyElseFromAnAnswer() {
    try (RunningServer server =
            RunningServer.start(
                Map.of("analysis.concurrency-max", "1", "grpc.message-bytes-max", "2MiB"));
        FinstageClient other = FinstageClient.connect("127.0.0.1:" + server.port())) {
      ManagedChannel channel =
          Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
              .build();
      ClientCall<AnalyzeSymbolsRequest, AnalyzeSymbolsResponse> slow =
          channel.newCall(AnalysisServiceGrpc.getAnalyzeSymbolsMethod(), CallOptions.DEFAULT);
      try {
        slow.start(new ClientCall.Listener<>() {}, new Metadata());
        slow.sendMessage(large());
        slow.halfClose();
        await().atMost(SOON).until(() -> server.sample(UNREAD) == 1);

        assertThat(
                other
                    .analysis()
                    .analyze(
                        Analysis.of(Bars.of("MINE", few()))
                            .indicators(Indicators.rsi(14))
                            .within(Duration.ofSeconds(5)))
                    .getFirst()
                    .isOk())
            .isTrue();
        assertThat(server.sample(IN_FLIGHT)).isZero();
      } finally {
        slow.cancel("done", null);
        channel.shutdownNow();
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> server.sample(UNREAD) == 0);
    }
  }
}
