package io.finstage.server.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest;
import io.finstage.proto.v1.Bar;
import io.finstage.proto.v1.ListBarsRequest;
import io.finstage.proto.v1.ListBarsResponse;
import io.finstage.server.bars.Origin;
import io.finstage.server.bars.SymbolBar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stored bars over gRPC, by a client that knows only the contract. */
class ListBarsIT {

  private static final int BARS = 25;
  private static final long START = 1_700_000_040;

  private final GrpcStage stage = GrpcStage.patient();

  @BeforeEach
  void storeBars() {
    List<SymbolBar> bars =
        IntStream.range(0, BARS)
            .mapToObj(i ->
                new io.finstage.server.market.Bar(
                    Instant.ofEpochSecond(START + 60L * i), 1, 2 + i, 1, 2, 10, 4))
            .map(bar -> new SymbolBar(new Symbol("SPY"), Interval.M1, bar))
            .toList();
    stage.temporary.store().append(bars, Origin.IMPORTED).join();
  }

  @AfterEach
  void stop() throws Exception {
    stage.close();
  }

  private static ListBarsRequest.Builder request() {
    return ListBarsRequest.newBuilder().setSymbol("SPY").setInterval("1m");
  }

  private ListBarsResponse list(ListBarsRequest.Builder request) throws StatusException {
    return stage.blocking().listBars(request.build());
  }

  private static Timestamp minute(int number) {
    return Timestamp.newBuilder().setSeconds(START + 60L * number).build();
  }

  private List<String> violations(ListBarsRequest.Builder request) throws Exception {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> list(request));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    var details = Objects.requireNonNull(StatusProto.fromThrowable(refused)).getDetailsList();
    return details.get(1).unpack(BadRequest.class).getFieldViolationsList().stream()
        .map(BadRequest.FieldViolation::getField)
        .toList();
  }

  @Test
  void aBarIsAllThatIsKnownOfIt() throws Exception {
    assertThat(list(request().setPageSize(1)).getBarsList())
        .containsExactly(
            Bar.newBuilder()
                .setOpenTime(minute(0))
                .setOpen(1)
                .setHigh(2)
                .setLow(1)
                .setClose(2)
                .setVolume(10)
                .setTrades(4)
                .build());
  }

  @Test
  void pagesTogetherAreAllBarsOldestFirst() throws Exception {
    ListBarsResponse first = list(request().setPageSize(10));
    ListBarsResponse second =
        list(request().setPageSize(10).setPageToken(first.getNextPageToken()));
    ListBarsResponse third =
        list(request().setPageSize(10).setPageToken(second.getNextPageToken()));

    assertThat(first.getBarsList()).hasSize(10);
    assertThat(second.getBars(0).getOpenTime()).isEqualTo(minute(10));
    assertThat(third.getBarsList()).hasSize(5);
    assertThat(third.getNextPageToken()).isEmpty();
  }

  @Test
  void aPageThatEndsWithTheLastBarIsTheLastPage() throws Exception {
    assertThat(list(request().setPageSize(BARS)).getNextPageToken()).isEmpty();
  }

  @Test
  void aRangeHasItsStartAndNotItsEnd() throws Exception {
    assertThat(list(request().setStartTime(minute(3)).setEndTime(minute(5))).getBarsList())
        .extracting(Bar::getOpenTime)
        .containsExactly(minute(3), minute(4));
  }

  @Test
  void aStartOneNanosecondAfterABarOpensLeavesItOut() throws Exception {
    assertThat(
            list(request().setStartTime(minute(3).toBuilder().setNanos(1)).setPageSize(1))
                .getBars(0)
                .getOpenTime())
        .isEqualTo(minute(4));
  }

  @Test
  void aSymbolWithoutBarsHasNone() throws Exception {
    assertThat(list(request().setSymbol("IBM")).getBarsList()).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsNamedByItsField() throws Exception {
    assertThat(
            violations(
                ListBarsRequest.newBuilder()
                    .setSymbol("no symbol")
                    .setInterval("2m")
                    .setStartTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                    .setPageSize(-1)
                    .setPageToken("nonsense")))
        .containsExactly("symbol", "interval", "start_time", "page_size", "page_token");
  }

  @Test
  void anEndBeforeTheStartIsRefused() throws Exception {
    assertThat(violations(request().setStartTime(minute(5)).setEndTime(minute(3))))
        .containsExactly("end_time");
  }

  @Test
  void aTokenOfAnotherRequestIsRefused() throws Exception {
    String token = list(request().setPageSize(10)).getNextPageToken();

    assertThat(violations(request().setInterval("5m").setPageToken(token)))
        .containsExactly("page_token");
  }
}
