package io.finstage.server;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.finstage.proto.v1.GetTaskRequest;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.proto.v1.TaskServiceGrpc.TaskServiceBlockingStub;
import io.finstage.proto.v1.TaskState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;

/** A client of {@code TaskService} of any make. */
final class TaskStage implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(30);

  final ManagedChannel channel;

  /** An error as the contract has it. */
  record Refused(Status.Code code, String reason, List<String> fields, String message) {}

  TaskStage(int port) {
    channel =
        Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
            .maxInboundMessageSize(32 * 1024 * 1024)
            .build();
  }

  TaskServiceBlockingStub stub() {
    return TaskServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  static SubmitTaskRequest.Builder task(String kind, String payload) {
    return SubmitTaskRequest.newBuilder()
        .setKind(kind)
        .setPayload(ByteString.copyFromUtf8(payload));
  }

  String submit(SubmitTaskRequest.Builder request) {
    return stub().submitTask(request.build()).getTask().getId();
  }

  Task get(String id) {
    return stub().getTask(GetTaskRequest.newBuilder().setId(id).build()).getTask();
  }

  /** The task once it is in that state. */
  Task await(String id, TaskState state) {
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> get(id).getState() == state);
    return get(id);
  }

  static Refused refusal(ThrowingCallable call) {
    StatusRuntimeException thrown =
        Assertions.catchThrowableOfType(StatusRuntimeException.class, call);
    return refused(thrown);
  }

  static Refused refused(StatusRuntimeException thrown) {
    try {
      String reason = "";
      List<String> fields = List.of();
      var status = StatusProto.fromThrowable(thrown);
      if (status != null) {
        for (var detail : status.getDetailsList()) {
          if (detail.is(ErrorInfo.class)) {
            reason = detail.unpack(ErrorInfo.class).getReason();
          } else if (detail.is(BadRequest.class)) {
            fields =
                detail.unpack(BadRequest.class).getFieldViolationsList().stream()
                    .map(BadRequest.FieldViolation::getField)
                    .toList();
          }
        }
      }
      return new Refused(
          thrown.getStatus().getCode(),
          reason,
          fields,
          String.valueOf(thrown.getStatus().getDescription()));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError("not a google.rpc.Status", e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
