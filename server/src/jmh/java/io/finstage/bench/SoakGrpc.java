package io.finstage.bench;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.StreamEvent;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A subscriber by {@code PriceService.Connect}, with a connection of its own each time. */
@SuppressWarnings("FutureReturnValueIgnored") // the timer's tasks do not fail
final class SoakGrpc implements SoakSubscribers.Client {

  private final SoakSubscribers shared;
  private final SoakLedger ledger;
  private final ScheduledExecutorService timer;
  private volatile @Nullable ManagedChannel channel;
  private volatile boolean over;
  private final AtomicInteger attempt = new AtomicInteger();

  SoakGrpc(SoakSubscribers shared, SoakLedger ledger, ScheduledExecutorService timer) {
    this.shared = shared;
    this.ledger = ledger;
    this.timer = timer;
  }

  void connect() {
    if (over) {
      return;
    }
    ManagedChannel opened =
        NettyChannelBuilder.forAddress("127.0.0.1", shared.port())
            .usePlaintext()
            .directExecutor()
            .build();
    channel = opened;
    Incoming incoming = new Incoming(opened);
    incoming.out = PriceServiceGrpc.newStub(opened).connect(incoming);
  }

  @Override
  public void cut() {
    ManagedChannel open = channel;
    if (open != null) {
      open.shutdownNow();
    }
  }

  @Override
  public void close() {
    over = true;
    cut();
  }

  private final class Incoming implements StreamObserver<ConnectResponse> {

    private final ManagedChannel mine;
    private volatile @Nullable StreamObserver<ConnectRequest> out;

    Incoming(ManagedChannel mine) {
      this.mine = mine;
    }

    @Override
    public void onNext(ConnectResponse batch) {
      for (StreamEvent event : batch.getEventsList()) {
        if (event.hasWelcome()) {
          welcome(event.getWelcome().getEpoch());
        } else {
          shared.accept(event, ledger);
        }
      }
    }

    private void welcome(String epoch) {
      attempt.set(0);
      ledger.connected(epoch);
      StreamObserver<ConnectRequest> to = out;
      if (to == null) {
        // The answer was faster than the return of the call.
        timer.schedule(() -> welcome(epoch), 1, TimeUnit.MILLISECONDS);
      } else {
        to.onNext(SoakSubscribers.subscription(ledger));
      }
    }

    @Override
    public void onError(Throwable cause) {
      Status status = Status.fromThrowable(cause);
      if (!over) {
        shared.failures().add(ledger.wire() + ": " + status.getCode());
      }
      again();
    }

    @Override
    public void onCompleted() {
      shared.failures().add(ledger.wire() + ": ended");
      again();
    }

    private void again() {
      mine.shutdownNow();
      if (!over) {
        timer.schedule(
            SoakGrpc.this::connect,
            SoakSubscribers.pause(attempt.incrementAndGet()),
            TimeUnit.MILLISECONDS);
      }
    }
  }
}
