package io.finstage.server.api.grpc;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.Bar;
import io.finstage.proto.v1.ListBarsRequest;
import io.finstage.proto.v1.ListBarsResponse;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.Refusal.Violation;
import io.finstage.server.api.Times;
import io.finstage.server.bars.BarStore;
import io.finstage.server.bars.StoreUnavailableException;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code PriceService.ListBars}: closed bars of one symbol, page by page. Thread-safe. */
final class ListBars implements ServerCalls.UnaryMethod<ListBarsRequest, ListBarsResponse> {

  private static final int PAGE_SIZE_DEFAULT = 1000;
  private static final int PAGE_SIZE_MAX = 10_000;

  /** What protobuf defines: the years 1 to 9999. */
  private static final long SECONDS_MIN = -62_135_596_800L;

  private static final long SECONDS_MAX = 253_402_300_799L;
  private static final int NANOS_MAX = 999_999_999;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int MILLIS_PER_SECOND = 1000;

  private final BarStore bars;

  ListBars(BarStore bars) {
    this.bars = bars;
  }

  @Override
  public void invoke(ListBarsRequest request, StreamObserver<ListBarsResponse> answer) {
    Optional<Refusal> refusal = check(request);
    if (refusal.isPresent()) {
      answer.onError(RichStatus.exception(refusal.get()));
      return;
    }
    try {
      answer.onNext(page(request));
      answer.onCompleted();
    } catch (StoreUnavailableException e) {
      System.getLogger(ListBars.class.getName())
          .log(System.Logger.Level.WARNING, "bars could not be read", e);
      answer.onError(RichStatus.exception(unavailable()));
    }
  }

  private ListBarsResponse page(ListBarsRequest request) {
    Symbol symbol = new Symbol(request.getSymbol());
    Interval interval = Interval.parse(request.getInterval()).orElseThrow();
    long from =
        BarPageToken.parse(request)
            .orElse(request.hasStartTime() ? ceilMillis(request.getStartTime()) : Long.MIN_VALUE);
    long to = request.hasEndTime() ? ceilMillis(request.getEndTime()) : Long.MAX_VALUE;
    int size =
        request.getPageSize() == 0
            ? PAGE_SIZE_DEFAULT
            : Math.min(request.getPageSize(), PAGE_SIZE_MAX);
    List<io.finstage.server.market.Bar> found = bars.range(symbol, interval, from, to, size + 1);
    ListBarsResponse.Builder response = ListBarsResponse.newBuilder();
    found.stream().limit(size).forEach(bar -> response.addBars(proto(bar)));
    if (found.size() > size) {
      response.setNextPageToken(
          BarPageToken.from(request, found.getLast().openAt().toEpochMilli()));
    }
    return response.build();
  }

  private static Optional<Refusal> check(ListBarsRequest request) {
    List<Violation> violations = new ArrayList<>();
    if (!Symbol.isValid(request.getSymbol())) {
      violations.add(new Violation("symbol", "must be a symbol, as in SPY"));
    }
    if (Interval.parse(request.getInterval()).isEmpty()) {
      violations.add(new Violation("interval", "must be one of " + List.of(Interval.values())));
    }
    boolean start = isTime(request.getStartTime());
    boolean end = isTime(request.getEndTime());
    if (!start) {
      violations.add(new Violation("start_time", "must be a time of the years 1 to 9999"));
    }
    if (!end) {
      violations.add(new Violation("end_time", "must be a time of the years 1 to 9999"));
    }
    if (start
        && end
        && request.hasStartTime()
        && request.hasEndTime()
        && ceilMillis(request.getStartTime()) > ceilMillis(request.getEndTime())) {
      violations.add(new Violation("end_time", "must not be before start_time"));
    }
    if (request.getPageSize() < 0) {
      violations.add(new Violation("page_size", "must not be negative"));
    }
    if (!request.getPageToken().isEmpty() && BarPageToken.parse(request).isEmpty()) {
      violations.add(
          new Violation("page_token", "must be the next_page_token of the same request"));
    }
    if (violations.isEmpty()) {
      return Optional.empty();
    }
    Violation first = violations.getFirst();
    return Optional.of(
        Refusal.invalid(
            "INVALID_" + first.field().toUpperCase(Locale.ROOT),
            first.field() + " " + first.description(),
            violations));
  }

  private static Refusal unavailable() {
    return new Refusal(
        Status.Code.UNAVAILABLE,
        "DATABASE_UNAVAILABLE",
        "the database does not answer now",
        List.of(),
        Map.of());
  }

  private static Bar proto(io.finstage.server.market.Bar bar) {
    return Bar.newBuilder()
        .setOpenTime(Times.timestamp(bar.openAt()))
        .setOpen(bar.open())
        .setHigh(bar.high())
        .setLow(bar.low())
        .setClose(bar.close())
        .setVolume(bar.volume())
        .setTrades(bar.trades())
        .build();
  }

  private static boolean isTime(Timestamp time) {
    return time.getSeconds() >= SECONDS_MIN
        && time.getSeconds() <= SECONDS_MAX
        && time.getNanos() >= 0
        && time.getNanos() <= NANOS_MAX;
  }

  /** Bars open at whole milliseconds: the first that is not before the time. */
  private static long ceilMillis(Timestamp time) {
    return time.getSeconds() * MILLIS_PER_SECOND + Math.ceilDiv(time.getNanos(), NANOS_PER_MILLI);
  }
}
