package io.finstage.bench;

import io.finstage.proto.v1.StreamPricesRequest;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends each tick to the calls of its symbol, from the ticker's thread: grpc-java queues and
 * flushes on its event loop. A call that is not ready (32 KB unsent) misses the tick; when most are
 * not, the ticker waits half a millisecond for the loop and the readers.
 */
final class GrpcFanOut implements ServerCallHandler<StreamPricesRequest, byte[]> {

  private static final long BEHIND_NANOS = 500_000;

  private final List<String> symbols;
  private final boolean saturating;
  private final AtomicInteger subscriptions = new AtomicInteger();
  private final List<List<ServerCall<StreamPricesRequest, byte[]>>> subscribers;

  GrpcFanOut(List<String> symbols, boolean saturating) {
    this.symbols = symbols;
    this.saturating = saturating;
    this.subscribers =
        symbols.stream()
            .<List<ServerCall<StreamPricesRequest, byte[]>>>map(s -> new CopyOnWriteArrayList<>())
            .toList();
  }

  @Override
  public ServerCall.Listener<StreamPricesRequest> startCall(
      ServerCall<StreamPricesRequest, byte[]> call, Metadata headers) {
    call.request(1);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(StreamPricesRequest request) {
        call.sendHeaders(new Metadata());
        request.getSymbolsList().stream()
            .mapToInt(symbols::indexOf)
            .forEach(symbol -> subscribers.get(symbol).add(call));
        subscriptions.incrementAndGet();
      }

      @Override
      public void onCancel() {
        subscribers.forEach(calls -> calls.remove(call));
      }
    };
  }

  /** Subscriptions so far. Any thread. */
  int subscriptions() {
    return subscriptions.get();
  }

  /** One thread. */
  void publish(BenchTick tick) {
    byte[] message = tick.protobuf();
    int skipped = 0;
    int calls = 0;
    for (ServerCall<StreamPricesRequest, byte[]> call : subscribers.get(tick.symbol())) {
      calls++;
      if (!call.isReady()) {
        skipped++;
      } else {
        call.sendMessage(message);
      }
    }
    if (saturating && 2 * skipped > calls) {
      LockSupport.parkNanos(BEHIND_NANOS);
    }
  }
}
