package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.finstage.client.FinstageClient;
import io.finstage.client.FinstageException;
import io.finstage.client.Objective;
import io.finstage.client.ReadingHistory;
import io.finstage.client.ServerStatus;
import io.finstage.client.SourceStatus;
import io.finstage.proto.v1.GetStatusRequest;
import io.finstage.proto.v1.GetStatusResponse;
import io.finstage.proto.v1.OperationsServiceGrpc;
import io.finstage.proto.v1.OperationsServiceGrpc.OperationsServiceBlockingStub;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code OperationsService.GetStatus} of a whole server, for a client of any make and the SDK. */
@Timeout(120)
class OperationsIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String TICKS = "finstage_ticks_total{source=\"test\"}";

  private static RunningServer server;
  private static TaskStage stage;
  private static FinstageClient client;

  @BeforeAll
  static void start() {
    server = RunningServer.start(Map.of("tasks.node", "alpha"));
    stage = new TaskStage(server.port());
    client = FinstageClient.connect("127.0.0.1:" + server.port());
    await().atMost(SOON).until(() -> status().getReadingsCount() > 0);
  }

  @AfterAll
  static void stop() {
    client.close();
    stage.close();
    server.close();
  }

  private static OperationsServiceBlockingStub stub() {
    return OperationsServiceGrpc.newBlockingStub(stage.channel)
        .withDeadlineAfter(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private static GetStatusResponse status() {
    return stub().getStatus(GetStatusRequest.getDefaultInstance());
  }

  @Test
  void saysWhoTheServerIsAndThatItIsReady() {
    GetStatusResponse status = status();

    assertThat(status.getNode()).isEqualTo("alpha");
    assertThat(status.getReady()).isTrue();
    assertThat(status.getReadyReasonsList()).contains("the listener is up");
    assertThat(status.getStartedAt().getSeconds())
        .isBetween(Instant.now().getEpochSecond() - 600, Instant.now().getEpochSecond());
    assertThat(status.getSourcesList()).anyMatch(it -> it.getState().equals("EMITTING"));
  }

  @Test
  void readsTheMachineAndTheProcess() {
    await().atMost(SOON).until(() -> status().containsReadings("finstage_process_cpu_percent"));

    assertThat(status().getReadingsMap())
        .hasEntrySatisfying(
            "finstage_system_cpu_percent", it -> assertThat(it).isBetween(0.0, 100.0))
        .hasEntrySatisfying(
            "finstage_process_cpu_percent", it -> assertThat(it).isBetween(0.0, 100.0))
        .hasEntrySatisfying(
            "finstage_system_memory_used_bytes", it -> assertThat(it).isGreaterThan(1e6))
        .hasEntrySatisfying("finstage_jvm_heap_used_bytes", it -> assertThat(it).isGreaterThan(1e6))
        .hasEntrySatisfying("finstage_jvm_threads", it -> assertThat(it).isGreaterThan(1));
  }

  @Test
  void aReadingIsTheOneThatPrometheusIsGiven() {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(status().getReadingsOrDefault("finstage_symbols", -1))
                .isEqualTo(server.sample("finstage_symbols")));
  }

  @Test
  void objectivesAreKeptAndExported() {
    List<Objective> objectives = client.operations().status().objectives();

    assertThat(objectives)
        .extracting(Objective::name)
        .containsExactly(
            "analysis-latency",
            "delivery-latency",
            "request-availability",
            "request-latency",
            "source-age",
            "task-success");
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(server.sample("finstage_slo_events_total{slo=\"request-availability\"}"))
                .isPositive());
    assertThat(server.sample("finstage_slo_availability_ratio{slo=\"request-availability\"}"))
        .isEqualTo(1);
    assertThat(server.sample("finstage_slo_error_budget_remaining_ratio{slo=\"task-success\"}"))
        .isEqualTo(1);
  }

  @Test
  void theHistoryGrowsAndHoldsOnlyWhatIsAskedFor() {
    String name = "finstage_symbols";
    await().atMost(SOON).until(() -> history(name).times().size() >= 2);

    ReadingHistory history = history(name);
    assertThat(history.series()).containsOnlyKeys(name);
    assertThat(history.series().get(name)).hasSameSizeAs(history.times());
    assertThat(history.times()).isSorted();
  }

  private static ReadingHistory history(String name) {
    return client.operations().status(Duration.ofHours(1), 720, name).history();
  }

  @Test
  void theSdkHasItsOwnWords() {
    ServerStatus status = client.operations().status(TICKS);

    assertThat(status.node()).isEqualTo("alpha");
    assertThat(status.uptime()).isPositive();
    assertThat(status.ready()).isTrue();
    assertThat(status.sources()).extracting(SourceStatus::state).contains("EMITTING");
    assertThat(status.history().times()).isEmpty();
    assertThat(status.readings().keySet()).isSubsetOf(TICKS);
  }

  @Test
  void aHistoryThatIsTooLongIsRefusedWithItsField() {
    GetStatusRequest request =
        GetStatusRequest.newBuilder()
            .setHistory(com.google.protobuf.Duration.newBuilder().setSeconds(3601))
            .setHistoryPointsMax(721)
            .build();

    TaskStage.Refused refused = TaskStage.refusal(() -> stub().getStatus(request));

    assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.reason()).isEqualTo("INVALID_HISTORY");
    assertThat(refused.fields()).containsExactly("history", "history_points_max");
    assertThatThrownBy(() -> client.operations().status(Duration.ofHours(2), 1))
        .isInstanceOf(FinstageException.class)
        .hasMessageContaining("1 ms to 1 h");
  }
}
