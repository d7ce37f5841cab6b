package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.finstage.proto.v1.GetTaskRequest;
import io.finstage.proto.v1.GetTaskResponse;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.SubmitTaskResponse;
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

/** Many large answers, or requests, at a time on one connection. */
@Timeout(120)
class ParallelCallsIT {

  private static final int WINDOW = 65_535;
  private static final int LARGE = 300_000;
  private static final int PARALLEL = 16;
  private static final int ROUNDS = 8;

  @Test
  void answersAtATimeKeepToTheWindowThatTheyShare() throws Exception {
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
                .isEqualTo(LARGE);
          }
        }
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void largeRequestsAtATimeAreAllHeard() throws Exception {
    try (RunningServer server = RunningServer.start(Map.of())) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      try {
        TaskServiceFutureStub stub = TaskServiceGrpc.newFutureStub(channel);
        for (int round = 0; round < ROUNDS; round++) {
          List<Future<SubmitTaskResponse>> answers = new ArrayList<>();
          for (int i = 0; i < PARALLEL; i++) {
            answers.add(stub.submitTask(large()));
          }
          for (Future<SubmitTaskResponse> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS).getCreated()).isTrue();
          }
        }
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static SubmitTaskRequest large() {
    return SubmitTaskRequest.newBuilder()
        .setKind("sleep")
        .setPayload(ByteString.copyFrom(new byte[LARGE]))
        .build();
  }

  private static String submit(TaskServiceFutureStub stub) throws Exception {
    return stub.submitTask(large()).get(30, TimeUnit.SECONDS).getTask().getId();
  }
}
