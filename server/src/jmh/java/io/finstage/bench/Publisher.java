package io.finstage.bench;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.PublishPricesResponse;
import io.finstage.proto.v1.Tick;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Pushes trades into a server by schedule: symbol after symbol, what is due in one message a
 * millisecond, each with a {@link StampedPrice}. While the server does not take more, what is due
 * comes late, with the time at which it was due.
 */
final class Publisher implements Runnable {

  private static final long BURST_NANOS = 1_000_000;
  private static final int TICKS_PER_MESSAGE_MAX = 1_000;

  private final List<String> symbols;
  private final double nanosPerTick;
  private final CallStreamObserver<PublishPricesRequest> ticks;
  private final Random random = new Random(3);
  private final int[] cents;
  private volatile boolean refused;

  Publisher(int port, List<String> symbols, double ticksPerSecond) {
    this.symbols = symbols;
    this.nanosPerTick = 1e9 / ticksPerSecond;
    this.cents = random.ints(symbols.size(), 5_000, 15_000).toArray();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    this.ticks =
        (CallStreamObserver<PublishPricesRequest>)
            PriceServiceGrpc.newStub(channel).publishPrices(new Ending());
  }

  /** Whether the server has ended the call, which nobody asked it to. */
  boolean isRefused() {
    return refused;
  }

  /** Runs until the process ends. */
  @Override
  public void run() {
    long start = System.nanoTime();
    long count = 0;
    while (!refused) {
      long now = System.nanoTime();
      Instant wallNow = Instant.now();
      PublishPricesRequest.Builder message = PublishPricesRequest.newBuilder();
      while (start + due(count) <= now && message.getTicksCount() < TICKS_PER_MESSAGE_MAX) {
        message.addTicks(tick(count, wallNow.minusNanos(now - start - due(count))));
        count++;
      }
      if (message.getTicksCount() > 0) {
        ticks.onNext(message.build());
      }
      do {
        LockSupport.parkNanos(Math.max(1, now + BURST_NANOS - System.nanoTime()));
      } while (!ticks.isReady() && !refused);
    }
  }

  private long due(long number) {
    return (long) (number * nanosPerTick);
  }

  private Tick tick(long number, Instant dueAt) {
    int symbol = (int) (number % cents.length);
    cents[symbol] = Math.clamp(cents[symbol] + random.nextInt(-3, 4), 2_000, 50_000);
    long micros = dueAt.getEpochSecond() * 1_000_000 + dueAt.getNano() / 1_000;
    return Tick.newBuilder()
        .setSymbol(symbols.get(symbol))
        .setPrice(StampedPrice.of(cents[symbol], micros))
        .setSize(100)
        .setTimestamp(
            Timestamp.newBuilder().setSeconds(dueAt.getEpochSecond()).setNanos(dueAt.getNano()))
        .build();
  }

  /** The server ends the call only when something is wrong. */
  private final class Ending implements StreamObserver<PublishPricesResponse> {
    @Override
    public void onNext(PublishPricesResponse response) {
      refused = true;
    }

    @Override
    public void onError(Throwable error) {
      System.err.println("ticks are refused: " + error);
      refused = true;
    }

    @Override
    public void onCompleted() {
      refused = true;
    }
  }
}
