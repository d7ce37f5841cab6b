package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.rpc.BadRequest;
import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.IndicatorUpdate;
import io.finstage.proto.v1.ListBarsRequest;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.Resume;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.StreamIndicatorsRequest;
import io.finstage.proto.v1.StreamIndicatorsResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.BlockingClientCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code StreamIndicators} by itself, as a client of any make has it. */
@Timeout(120)
class StreamIndicatorsIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String CLOSED_TOPIC = "SPY|1s|rsi(14)|closed";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private ManagedChannel channel;

  @SuppressWarnings("NullAway.Init")
  private TradeTape tape;

  /** One subscription, read by a thread of its own. */
  private final class Listener implements AutoCloseable {

    private final Queue<StreamEvent> events = new ConcurrentLinkedQueue<>();
    private final BlockingClientCall<?, StreamIndicatorsResponse> call;

    Listener(StreamIndicatorsRequest.Builder request) {
      call = AnalysisServiceGrpc.newBlockingV2Stub(channel).streamIndicators(request.build());
      Thread.startVirtualThread(this::read);
    }

    private void read() {
      try {
        for (var batch = call.read(); batch != null; batch = call.read()) {
          events.addAll(batch.getEventsList());
        }
      } catch (StatusException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.CANCELLED);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    List<IndicatorUpdate> updates() {
      return events.stream()
          .filter(StreamEvent::hasIndicatorUpdate)
          .map(StreamEvent::getIndicatorUpdate)
          .toList();
    }

    /** Everything up to the update of the bar that opens at {@code seconds}. */
    List<IndicatorUpdate> until(long seconds, boolean closed) {
      await()
          .atMost(SOON)
          .until(() ->
              updates().stream()
                  .anyMatch(
                      it -> it.getOpenTime().getSeconds() == seconds && it.getClosed() == closed));
      return updates();
    }

    String epoch() {
      await().atMost(SOON).until(() -> !events.isEmpty());
      return Objects.requireNonNull(events.peek()).getWelcome().getEpoch();
    }

    @Override
    public void close() {
      call.cancel("done", null);
    }
  }

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

  private static StreamIndicatorsRequest.Builder request(String... indicators) {
    return StreamIndicatorsRequest.newBuilder()
        .addSymbols("SPY")
        .setInterval("1s")
        .addAllIndicators(List.of(indicators));
  }

  /** Plays, until all bars but the last are closed and stored. */
  private void playStored(int count) throws Exception {
    tape.play(count);
    await()
        .atMost(SOON)
        .until(() ->
            PriceServiceGrpc.newBlockingV2Stub(channel)
                    .listBars(
                        ListBarsRequest.newBuilder().setSymbol("SPY").setInterval("1s").build())
                    .getBarsCount()
                >= count - 1);
  }

  private static void risesByOne(List<IndicatorUpdate> updates) {
    for (int i = 1; i < updates.size(); i++) {
      assertThat(updates.get(i).getSequence()).isEqualTo(updates.get(i - 1).getSequence() + 1);
    }
  }

  @Test
  void aSnapshotComesFirstThenTheBarThatClosesAndTheOneThatForms() throws Exception {
    playStored(300);
    try (Listener listener = new Listener(request("rsi(14)"))) {
      await().atMost(SOON).until(() -> !listener.updates().isEmpty());
      long closing = tape.lastSeconds();
      tape.play(1);

      List<IndicatorUpdate> updates = listener.until(closing + 1, false);

      assertThat(updates.getFirst().getSnapshot()).isTrue();
      assertThat(updates.getFirst().getOpenTime().getSeconds()).isEqualTo(closing);
      assertThat(updates.getFirst().getClosed()).isFalse();
      assertThat(updates)
          .filteredOn(it -> !it.getSnapshot())
          .anyMatch(it -> it.getClosed() && it.getOpenTime().getSeconds() == closing)
          .anyMatch(it -> !it.getClosed() && it.getOpenTime().getSeconds() == closing + 1)
          .allMatch(it -> it.getIndicator().equals("rsi(14)") && it.getInterval().equals("1s"))
          .allMatch(it -> it.getValuesOrThrow("rsi") > 0 && !it.getWarmingUp());
      risesByOne(updates);
    }
  }

  @Test
  void anIndicatorWarmsUpWithoutValuesUntilItHasItsBars() throws Exception {
    try (Listener listener = new Listener(request("sma(3)").setClosedOnly(true))) {
      await().atMost(SOON).until(() -> listener.events.size() > 1);
      tape.play(5);

      List<IndicatorUpdate> updates = listener.until(TradeTape.START_SECONDS + 3, true);

      assertThat(updates).allMatch(IndicatorUpdate::getClosed);
      assertThat(updates)
          .extracting(IndicatorUpdate::getWarmingUp)
          .containsExactly(true, true, false, false);
      assertThat(updates)
          .extracting(it -> it.containsValues("sma"))
          .containsExactly(false, false, true, true);
    }
  }

  @Test
  void aSubscriptionResumesAfterTheLastSequenceItHad() throws Exception {
    playStored(50);
    String epoch;
    long last;
    try (Listener listener = new Listener(request("rsi(14)").setClosedOnly(true))) {
      await().atMost(SOON).until(() -> !listener.updates().isEmpty());
      long closing = tape.lastSeconds();
      tape.play(1);
      last = listener.until(closing, true).getLast().getSequence();
      epoch = listener.epoch();
    }
    playStored(5);
    long closing = tape.lastSeconds();

    try (Listener listener =
        new Listener(
            request("rsi(14)")
                .setClosedOnly(true)
                .setResume(Resume.newBuilder().setEpoch(epoch).putSequences(CLOSED_TOPIC, last)))) {
      tape.play(1);
      List<IndicatorUpdate> updates = listener.until(closing, true);

      assertThat(listener.events)
          .noneMatch(StreamEvent::hasGap)
          .anyMatch(it -> it.hasSubscribed() && it.getSubscribed().getResults(0).getResumed());
      assertThat(updates).noneMatch(IndicatorUpdate::getSnapshot);
      assertThat(updates.getFirst().getSequence()).isEqualTo(last + 1);
      assertThat(updates).hasSize(6);
      risesByOne(updates);
    }
  }

  @Test
  void aTextThatIsNoIndicatorIsRefusedByItsField() throws Exception {
    var answers =
        AnalysisServiceGrpc.newBlockingStub(channel)
            .streamIndicators(request("rsi(14)", "nope(3)").build());

    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, answers::next);

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(
            Objects.requireNonNull(StatusProto.fromThrowable(refused))
                .getDetails(1)
                .unpack(BadRequest.class)
                .getFieldViolationsList())
        .extracting(BadRequest.FieldViolation::getField)
        .containsExactly("indicators[1]");
  }

  @Test
  void twoSubscribersShareOneComputation() throws Exception {
    playStored(50);
    try (Listener one = new Listener(request("rsi(14)").setClosedOnly(true));
        Listener other = new Listener(request("rsi( 14 )").setClosedOnly(true))) {
      await().atMost(SOON).until(() -> !one.updates().isEmpty() && !other.updates().isEmpty());
      double before = server.sample("finstage_analysis_live_evaluations_total");
      long closing = tape.lastSeconds();
      tape.play(20);

      List<IndicatorUpdate> updates = one.until(closing + 19, true);
      assertThat(updates).hasSizeGreaterThan(19);
      assertThat(other.until(closing + 19, true)).isEqualTo(updates);
      assertThat(server.sample("finstage_analysis_live_topics")).isEqualTo(1);
      assertThat(server.sample("finstage_analysis_live_evaluations_total") - before).isEqualTo(20);
    }
  }
}
