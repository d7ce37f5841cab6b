package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.finstage.proto.v1.GetPricesRequest;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.PublishPricesResponse;
import io.finstage.proto.v1.Tick;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ticks that no market has seen, pushed into the packaged server. */
@Timeout(120)
class BadTicksIT {

  private static final String FORGED = "A\n2026-01-01T00:00:00.000Z ERROR Forged a line\u001b[2J";

  @TempDir private Path folder;

  @Test
  void badTicksAreRefusedByFieldAndCountedWhileTheGoodOnesOfTheSameStreamPass() throws Exception {
    try (LaunchedServer server = LaunchedServer.start(folder, "--feed.source=none")) {
      ManagedChannel channel =
          ManagedChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      var stub = PriceServiceGrpc.newBlockingV2Stub(channel);
      BlockingClientCall<PublishPricesRequest, PublishPricesResponse> call = stub.publishPrices();
      call.write(request(trade(1), trade(Double.NaN), trade(Double.POSITIVE_INFINITY), trade(-1)));
      call.write(request(trade(0), trade(1e300), trade(2)));
      call.write(
          request(
              trade(1).setSize(-1),
              trade(1).setSize(Double.MAX_VALUE),
              trade(1).setSize(Double.NEGATIVE_INFINITY)));
      call.write(request(at(Long.MIN_VALUE), at(-1), at(Long.MAX_VALUE), at(4_000_000_000L)));
      call.write(request(trade(1).setSymbol(FORGED), trade(1).setSymbol(""), trade(3)));
      call.halfClose();
      PublishPricesResponse answer = call.read(60, TimeUnit.SECONDS);

      assertThat(answer.getAccepted()).isEqualTo(3);
      assertThat(answer.getRejectionsList())
          .extracting(it -> it.getIndex(), it -> it.getReason(), it -> it.getViolation().getField())
          .containsExactly(
              tuple(1L, "PRICE_NOT_FINITE", "price"),
              tuple(2L, "PRICE_NOT_FINITE", "price"),
              tuple(3L, "PRICE_NOT_POSITIVE", "price"),
              tuple(4L, "PRICE_NOT_POSITIVE", "price"),
              tuple(5L, "PRICE_TOO_LARGE", "price"),
              tuple(7L, "SIZE_NEGATIVE", "size"),
              tuple(8L, "SIZE_TOO_LARGE", "size"),
              tuple(9L, "SIZE_NOT_FINITE", "size"),
              tuple(10L, "TIMESTAMP_TOO_OLD", "timestamp"),
              tuple(11L, "TIMESTAMP_TOO_OLD", "timestamp"),
              tuple(12L, "TIMESTAMP_IN_FUTURE", "timestamp"),
              tuple(13L, "TIMESTAMP_IN_FUTURE", "timestamp"),
              tuple(14L, "SYMBOL_INVALID", "symbol"),
              tuple(15L, "SYMBOL_INVALID", "symbol"));
      assertThat(answer.getRejections(12).getViolation().getDescription())
          .doesNotContain("\n", "\u001b");

      ServerReadings readings = new ServerReadings(server, folder);
      assertThat(List.of("PRICE_NOT_FINITE", "PRICE_TOO_LARGE", "SIZE_NEGATIVE", "SYMBOL_INVALID"))
          .extracting(it -> readings.sample("finstage_rejected_ticks_total{reason=\"" + it + "\"}"))
          .containsExactly(2.0, 1.0, 1.0, 2.0);
      var price =
          stub.getPrices(GetPricesRequest.newBuilder().addSymbols("GOOD").build()).getPrices(0);
      assertThat(price.getSequence()).isEqualTo(3);
      assertThat(price.getData().getPrice()).isEqualTo(3);
      assertThat((server.output() + server.errors()).lines())
          .noneMatch(line -> line.contains("ERROR") || line.contains("\u001b[2J"));
      channel.shutdownNow();
    }
  }

  private static Tick.Builder trade(double price) {
    return Tick.newBuilder().setSymbol("GOOD").setPrice(price).setSize(1);
  }

  private static Tick.Builder at(long second) {
    Tick.Builder tick = trade(1);
    tick.getTimestampBuilder().setSeconds(second);
    return tick;
  }

  private static PublishPricesRequest request(Tick.Builder... ticks) {
    PublishPricesRequest.Builder request = PublishPricesRequest.newBuilder();
    for (Tick.Builder tick : ticks) {
      request.addTicks(tick);
    }
    return request.build();
  }
}
