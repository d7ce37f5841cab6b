package io.finstage.server.api;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;

/** How a method failed, read back from the status that it ended with. */
final class CallFailure {

  private CallFailure() {}

  /** The reason is the code's name where the status has no details. */
  static Refusal of(Status status, Metadata trailers) {
    com.google.rpc.Status rich = StatusProto.fromStatusAndTrailers(status, trailers);
    String reason = status.getCode().name();
    Map<String, String> metadata = Map.of();
    List<Refusal.Violation> violations = List.of();
    try {
      for (Any detail : rich.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          reason = info.getReason();
          metadata = info.getMetadataMap();
        } else if (detail.is(BadRequest.class)) {
          violations =
              detail.unpack(BadRequest.class).getFieldViolationsList().stream()
                  .map(it -> new Refusal.Violation(it.getField(), it.getDescription()))
                  .toList();
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("details that this server made", e);
    }
    return new Refusal(status.getCode(), reason, rich.getMessage(), violations, metadata);
  }
}
