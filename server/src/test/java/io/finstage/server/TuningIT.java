package io.finstage.server;

import static io.finstage.server.TaskStage.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.Adjustment;
import io.finstage.client.Analysis;
import io.finstage.client.Bar;
import io.finstage.client.Bars;
import io.finstage.client.FinstageClient;
import io.finstage.client.Indicators;
import io.finstage.client.Tunable;
import io.finstage.client.TuningMode;
import io.finstage.proto.v1.ListAdjustmentsRequest;
import io.finstage.proto.v1.ListAdjustmentsResponse;
import io.finstage.proto.v1.ListTunablesRequest;
import io.finstage.proto.v1.ListTunablesResponse;
import io.finstage.proto.v1.OperationsServiceGrpc;
import io.finstage.proto.v1.SetTuningRequest;
import io.finstage.proto.v1.TunableSetting;
import io.finstage.proto.v1.Tuning;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tuning through a running server, over gRPC and through the SDK. */
@Timeout(120)
class TuningIT {

  private static final String ANALYSES = "analysis.concurrency-max";
  private static final int ASKING = 8;

  @TempDir Path folder;

  private RunningServer server;
  private ManagedChannel channel;
  private OperationsServiceGrpc.OperationsServiceBlockingStub operations;

  @BeforeEach
  void start() {
    server =
        RunningServer.start(
            Map.of("data.dir", folder.toString(), "tuning.window", "1s", ANALYSES, "1"));
    channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
            .build();
    operations = OperationsServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void listsWhatMayBeMovedAndWhereItStands() {
    ListTunablesResponse listed = operations.listTunables(ListTunablesRequest.getDefaultInstance());

    assertThat(listed.getMode()).isEqualTo(Tuning.Mode.ON);
    assertThat(listed.getTunablesList())
        .extracting(io.finstage.proto.v1.Tunable::getName)
        .containsExactly(ANALYSES, "tasks.slots", "analysis.queue-max", "hub.drain-bytes-max");
    assertThat(listed.getTunables(0).getValue()).isEqualTo(1);
    assertThat(listed.getTunables(0).getMax()).isEqualTo(512);
  }

  @Test
  void aPersonsValuesAreInForceAndShown() {
    put(ANALYSES, 3);
    put("tasks.slots", 17);
    put("analysis.queue-max", 5);
    put("hub.drain-bytes-max", 4096);

    assertThat(server.sample("finstage_analysis_in_flight_max")).isEqualTo(3);
    assertThat(server.sample("finstage_task_slots")).isEqualTo(17);
    assertThat(server.sample("finstage_tunable{name=\"" + ANALYSES + "\"}")).isEqualTo(3);
    assertThat(server.sample("finstage_tunable{name=\"analysis.queue-max\"}")).isEqualTo(5);
    assertThat(server.sample(adjustments("tasks.slots", "fixed"))).isEqualTo(1);
  }

  @Test
  void whatIsNotAllowedIsRefusedByItsField() {
    TaskStage.Refused tooMuch = refusal(() -> put(ANALYSES, 513));
    TaskStage.Refused half = refusal(() -> put(ANALYSES, 1.5));
    TaskStage.Refused unknown = refusal(() -> put("nothing", 1));
    TaskStage.Refused nameless = refusal(() -> put("", 1));
    TaskStage.Refused nothing =
        refusal(() -> operations.setTuning(SetTuningRequest.getDefaultInstance()));

    assertThat(tooMuch.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(tooMuch.fields()).isEqualTo(List.of("tunable.value"));
    assertThat(half.fields()).isEqualTo(List.of("tunable.value"));
    assertThat(unknown.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(nameless.fields()).isEqualTo(List.of("tunable.name"));
    assertThat(nothing.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void whatOnlyPersonsMoveGoesBackToItsConfiguredValue() {
    double configured = server.sample("finstage_tunable{name=\"analysis.queue-max\"}");
    put("analysis.queue-max", 5);

    change(TunableSetting.newBuilder().setName("analysis.queue-max"));

    assertThat(server.sample("finstage_tunable{name=\"analysis.queue-max\"}"))
        .isEqualTo(configured);
  }

  @Test
  void whatAPersonSaidOutlivesARestart() {
    put(ANALYSES, 3);
    operations.setTuning(SetTuningRequest.newBuilder().setMode(Tuning.Mode.DRY_RUN).build());
    stop();

    start();

    ListTunablesResponse listed = operations.listTunables(ListTunablesRequest.getDefaultInstance());
    assertThat(listed.getMode()).isEqualTo(Tuning.Mode.DRY_RUN);
    assertThat(listed.getTunables(0).getValue()).isEqualTo(3);
    assertThat(listed.getTunables(0).getLastAdjustment().getTo()).isEqualTo(3);
    assertThat(server.sample("finstage_analysis_in_flight_max")).isEqualTo(3);
  }

  @Test
  void theLogIsReadPageByPage() {
    for (int i = 1; i <= 5; i++) {
      put(ANALYSES, i);
    }

    ListAdjustmentsResponse first = page("");
    ListAdjustmentsResponse second = page(first.getNextPageToken());
    ListAdjustmentsResponse third = page(second.getNextPageToken());

    assertThat(List.of(first, second, third))
        .flatExtracting(ListAdjustmentsResponse::getAdjustmentsList)
        .extracting(io.finstage.proto.v1.Adjustment::getTo)
        .containsExactly(5.0, 4.0, 3.0, 2.0, 1.0);
    assertThat(third.getNextPageToken()).isEmpty();
    assertThat(refusal(() -> page("nonsense")).fields()).isEqualTo(List.of("page_token"));
  }

  @Test
  void theSdkReadsAndSteersTheSame() {
    try (FinstageClient client = FinstageClient.connect("127.0.0.1:" + server.port())) {
      client.operations().fix(ANALYSES, 7, "for the fair");
      client.operations().tuning(TuningMode.OFF);

      Tunable tunable = client.operations().tunables().getFirst();
      assertThat(tunable.value()).isEqualTo(7);
      assertThat(tunable.fixed()).isTrue();
      Adjustment last = client.operations().adjustments(ANALYSES, 1).getFirst();
      assertThat(last.rule()).isEqualTo("PERSON");
      assertThat(last.outcome()).isEqualTo(Adjustment.Outcome.FIXED);
      assertThat(last.reason()).contains("for the fair");

      client.operations().release(ANALYSES, "");
      assertThat(client.operations().tunables().getFirst().fixed()).isFalse();
    }
  }

  @Test
  void theLoopMovesALimitThatIsTakenAndJudgesIt() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    try (FinstageClient client = FinstageClient.connect("127.0.0.1:" + server.port())) {
      List<Thread> asking =
          IntStream.range(0, ASKING)
              .mapToObj(i -> Thread.startVirtualThread(() -> ask(client, over)))
              .toList();

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() ->
              assertThat(client.operations().adjustments(ANALYSES, 100))
                  .anyMatch(it -> it.outcome() != Adjustment.Outcome.PENDING));

      over.set(true);
      for (Thread each : asking) {
        each.join();
      }
      Adjustment first = client.operations().adjustments(ANALYSES, 100).getLast();
      assertThat(first.rule()).isEqualTo("SLOW_START");
      assertThat(first.from()).isEqualTo(1);
      assertThat(first.to()).isEqualTo(2);
      assertThat(first.readings()).containsKey("completions_within_objective_per_second");
    }
  }

  private static void ask(FinstageClient client, AtomicBoolean over) {
    List<Bar> bars =
        IntStream.range(0, 50)
            .mapToObj(i ->
                new Bar(
                    Instant.parse("2026-01-05T09:30:00Z").plusSeconds(60L * i), 1, 2, 1, 2, 1, 1))
            .toList();
    while (!over.get()) {
      client.analysis().analyze(Analysis.of(Bars.of("MINE", bars)).indicators(Indicators.rsi(14)));
    }
  }

  private static String adjustments(String tunable, String outcome) {
    return "finstage_adjustments_total{tunable=\"" + tunable + "\",outcome=\"" + outcome + "\"}";
  }

  private ListAdjustmentsResponse page(String token) {
    return operations.listAdjustments(
        ListAdjustmentsRequest.newBuilder()
            .setTunable(ANALYSES)
            .setPageSize(2)
            .setPageToken(token)
            .build());
  }

  private void put(String name, double value) {
    change(TunableSetting.newBuilder().setName(name).setValue(value));
  }

  private void change(TunableSetting.Builder setting) {
    var _ = operations.setTuning(SetTuningRequest.newBuilder().setTunable(setting).build());
  }
}
