package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.finstage.proto.v1.GetTaskRequest;
import io.finstage.proto.v1.GetTaskResponse;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.proto.v1.TaskServiceGrpc.TaskServiceFutureStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many large answers at a time on one connection with the smallest windows that HTTP/2 has. */
@Timeout(120)
class ParallelAnswersIT {

  private static final int WINDOW = 65_535;
  private static final int ANSWER = 300_000;
  private static final int PARALLEL = 16;
  private static final int ROUNDS = 8;

  @Test
  void keepToTheWindowThatTheyShare() throws Exception {
    try (RunningServer server = RunningServer.start(Map.of())) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port())
              .usePlaintext()
              .initialFlowControlWindow(WINDOW)
              .build();
      try {
        TaskServiceFutureStub stub = TaskServiceGrpc.newFutureStub(channel);
        GetTaskRequest request = GetTaskRequest.newBuilder().setId(submit(stub)).build();
        for (int round = 0; round < ROUNDS; round++) {
          List<Future<GetTaskResponse>> answers = new ArrayList<>();
          for (int i = 0; i < PARALLEL; i++) {
            answers.add(stub.getTask(request));
          }
          for (Future<GetTaskResponse> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS).getTask().getPayload().size())
                .isEqualTo(ANSWER);
          }
        }
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static String submit(TaskServiceFutureStub stub) throws Exception {
    return stub.submitTask(
            SubmitTaskRequest.newBuilder()
                .setKind("sleep")
                .setPayload(ByteString.copyFrom(new byte[ANSWER]))
                .build())
        .get(30, TimeUnit.SECONDS)
        .getTask()
        .getId();
  }
}
