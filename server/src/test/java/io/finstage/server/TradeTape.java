package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.Tick;
import io.grpc.ManagedChannel;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Publishes trades of one symbol, a walk, one for each second of the tape. */
final class TradeTape {

  /** The second of the first trade. */
  static final long START_SECONDS = 1_381_152_600;

  private final ManagedChannel channel;
  private final String symbol;
  private final Random random = new Random(1);
  private double price = 100;
  private int played;

  TradeTape(ManagedChannel channel, String symbol) {
    this.channel = channel;
    this.symbol = symbol;
  }

  /** Publishes the next ones; the server has them when this returns. */
  void play(int count) throws Exception {
    PublishPricesRequest.Builder ticks = PublishPricesRequest.newBuilder();
    for (int i = 0; i < count; i++) {
      price = Math.max(1, price + random.nextGaussian());
      ticks.addTicks(
          Tick.newBuilder()
              .setSymbol(symbol)
              .setPrice(price)
              .setSize(10)
              .setTimestamp(Timestamp.newBuilder().setSeconds(START_SECONDS + played++)));
    }
    var call = PriceServiceGrpc.newBlockingV2Stub(channel).publishPrices();
    call.write(ticks.build());
    call.halfClose();
    assertThat(call.read(30, TimeUnit.SECONDS).getAccepted()).isEqualTo(count);
  }

  /** The second of the last trade. */
  long lastSeconds() {
    return START_SECONDS + played - 1;
  }
}
