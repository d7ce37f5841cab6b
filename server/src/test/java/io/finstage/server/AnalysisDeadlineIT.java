package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.BarColumns;
import io.finstage.proto.v1.IndicatorSpec;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A deadline that passes while an analysis that takes many seconds computes. */
@Timeout(120)
class AnalysisDeadlineIT {

  private static final String IN_FLIGHT = "finstage_analysis_in_flight";
  private static final int BARS = 20_000;
  private static final int INDICATORS = 50;
  private static final Duration DEADLINE = Duration.ofMillis(400);

  /** What is more than this after the deadline is not prompt. */
  private static final Duration PROMPT = Duration.ofSeconds(2);

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private ManagedChannel channel;

  @BeforeEach
  void start() {
    // One permit: while it is not given back nobody else is served.
    server = RunningServer.start(Map.of("analysis.concurrency-max", "1"));
    channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  private static BarColumns bars(int count) {
    Random random = new Random(1);
    BarColumns.Builder bars = BarColumns.newBuilder().setSymbol("MINE");
    double price = 100;
    for (int i = 0; i < count; i++) {
      price = Math.max(1, price + random.nextGaussian());
      bars.addOpenTimeMs(i * 60_000L)
          .addOpen(price)
          .addHigh(price)
          .addLow(price)
          .addClose(price)
          .addVolume(1);
    }
    return bars.build();
  }

  private static AnalyzeSymbolsRequest large() {
    AnalyzeSymbolsRequest.Builder request = AnalyzeSymbolsRequest.newBuilder().addBars(bars(BARS));
    // Mean deviations over thousands of bars, anew at every bar.
    for (int i = 0; i < INDICATORS; i++) {
      request.addIndicators(IndicatorSpec.newBuilder().setId("cci(" + (9900 + i) + ")"));
    }
    return request.build();
  }

  private void theNextIsServed() {
    assertThat(
            AnalysisServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .analyzeSymbols(
                    AnalyzeSymbolsRequest.newBuilder()
                        .addBars(bars(20))
                        .addIndicators(IndicatorSpec.newBuilder().setId("rsi(14)"))
                        .build())
                .next()
                .getStatus()
                .getCode())
        .isZero();
  }

  @Test
  void theServerEndsTheCallAndFreesItsPermit() {
    Metadata headers = new Metadata();
    // As a header of its own, the client does not watch it: the status is the server's.
    headers.put(
        Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER),
        DEADLINE.toMillis() + "m");
    Instant start = Instant.now();

    StatusRuntimeException ended =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                AnalysisServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .analyzeSymbols(large())
                    .next());
    await().atMost(PROMPT).until(() -> server.sample(IN_FLIGHT) == 0);

    assertThat(ended.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(Duration.between(start, Instant.now())).isBetween(DEADLINE, DEADLINE.plus(PROMPT));
    theNextIsServed();
  }

  @Test
  void aCallThatItsClientGivesUpFreesItsPermit() {
    StatusRuntimeException ended =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                AnalysisServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .analyzeSymbols(large())
                    .next());

    assertThat(ended.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    await().atMost(PROMPT).until(() -> server.sample(IN_FLIGHT) == 0);
    theNextIsServed();
  }
}
