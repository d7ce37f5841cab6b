package io.finstage.client;

import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalysisServiceGrpc.AnalysisServiceBlockingStub;
import io.finstage.proto.v1.AnalysisServiceGrpc.AnalysisServiceStub;
import io.finstage.proto.v1.OperationsServiceGrpc;
import io.finstage.proto.v1.OperationsServiceGrpc.OperationsServiceBlockingStub;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PriceServiceGrpc.PriceServiceBlockingStub;
import io.finstage.proto.v1.PriceServiceGrpc.PriceServiceStub;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.proto.v1.TaskServiceGrpc.TaskServiceBlockingStub;
import io.finstage.proto.v1.TaskServiceGrpc.TaskServiceStub;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The one channel of a client. gRPC has a backoff of its own (1 s to 2 minutes) in which calls fail
 * without a try; here the caller decides when to try, so a channel that has given up is made to
 * forget that before each call. Thread-safe.
 */
final class Link {

  private final ManagedChannel channel;
  private final PriceServiceStub stub;
  private final PriceServiceBlockingStub blockingStub;

  Link(ManagedChannel channel) {
    this.channel = channel;
    this.stub = PriceServiceGrpc.newStub(channel);
    this.blockingStub = PriceServiceGrpc.newBlockingStub(channel);
  }

  /** For a call that connects at once if there is no connection. */
  PriceServiceStub stub() {
    forgetFailure();
    return stub;
  }

  /** For one call that ends after {@code deadline} at the latest. */
  PriceServiceBlockingStub blockingStub(Duration deadline) {
    forgetFailure();
    return blockingStub.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** For one analysis that ends after {@code deadline} at the latest. */
  AnalysisServiceStub analysisStub(Duration deadline) {
    forgetFailure();
    return AnalysisServiceGrpc.newStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** For one call that ends after {@code deadline} at the latest. */
  AnalysisServiceBlockingStub analysisBlockingStub(Duration deadline) {
    forgetFailure();
    return AnalysisServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** For a worker. */
  TaskServiceStub taskStub() {
    forgetFailure();
    return TaskServiceGrpc.newStub(channel);
  }

  /** For one call that ends after {@code deadline} at the latest. */
  TaskServiceBlockingStub taskBlockingStub(Duration deadline) {
    forgetFailure();
    return TaskServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** For one call that ends after {@code deadline} at the latest. */
  OperationsServiceBlockingStub operationsBlockingStub(Duration deadline) {
    forgetFailure();
    return OperationsServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Stops gRPC's own attempts to connect. */
  void forgetFailure() {
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.enterIdle();
    }
  }

  void close() {
    channel.shutdownNow();
  }
}
