package io.finstage.server.api.grpc;

import io.finstage.server.api.Refusal;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Refusals as gRPC carries them: a status, and {@code grpc-status-details-bin} in the trailers. */
final class RichStatus {

  private RichStatus() {}

  static void close(ServerCall<?, ?> call, Refusal refusal) {
    StatusRuntimeException rich = exception(refusal);
    Metadata trailers = rich.getTrailers();
    call.close(rich.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  /** For {@code StreamObserver.onError}. */
  static StatusRuntimeException exception(Refusal refusal) {
    return StatusProto.toStatusRuntimeException(refusal.rpcStatus());
  }
}
