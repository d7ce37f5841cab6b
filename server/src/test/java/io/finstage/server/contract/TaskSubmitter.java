package io.finstage.server.contract;

import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import io.finstage.proto.v1.CancelTaskRequest;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.concurrent.TimeUnit;

/** Submits and cancels tasks through {@code TaskService}. */
final class TaskSubmitter implements AutoCloseable {

  private static final int TIMEOUT_SECONDS = 30;

  private final ManagedChannel channel;

  TaskSubmitter(int port) {
    channel =
        Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
            .build();
  }

  /** Its kind, its payload as JSON, its labels; gives its id. */
  String submit(JsonObject task) {
    SubmitTaskRequest.Builder request =
        SubmitTaskRequest.newBuilder()
            .setKind(task.get("kind").getAsString())
            .setPayload(ByteString.copyFromUtf8(task.get("payload").toString()));
    if (task.has("labels")) {
      task.getAsJsonObject("labels")
          .asMap()
          .forEach((key, value) -> request.putLabels(key, value.getAsString()));
    }
    return stub().submitTask(request.build()).getTask().getId();
  }

  void cancel(String id) {
    var _ = stub().cancelTask(CancelTaskRequest.newBuilder().setId(id).build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private TaskServiceGrpc.TaskServiceBlockingStub stub() {
    return TaskServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
