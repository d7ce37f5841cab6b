package io.finstage.bench;

import com.google.protobuf.ByteString;
import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.TaskFilter;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.proto.v1.TaskState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tasks from end to end: 64 clients submit {@code echo} to the packaged server over gRPC, one by
 * one, each waiting for its answer; the time counts until the last task has ended. Server and
 * clients share the machine's cores.
 */
final class TasksWireCase {

  private static final int CLIENTS = 64;
  private static final int CONNECTIONS = 4;
  private static final int BEFORE = 100_000;
  private static final int COUNT = 100_000;

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final AtomicLong numbers = new AtomicLong();

  private TasksWireCase(int port) {
    for (int i = 0; i < CONNECTIONS; i++) {
      channels.add(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build());
    }
  }

  static String run(BenchOptions options) throws IOException, InterruptedException {
    StringBuilder table =
        new StringBuilder("### tasks-grpc\n\n| 64 clients over gRPC | tasks/s |\n|---|--:|\n");
    for (int round = 0; round < options.rounds(); round++) {
      for (boolean ids : new boolean[] {false, true}) {
        List<String> arguments =
            List.of(
                "--data.dir=" + Files.createTempDirectory("finstage-bench"), "--feed.source=none");
        try (RunningServer server = RunningServer.start(options, "tasks-grpc", arguments)) {
          TasksWireCase one = new TasksWireCase(server.port());
          one.submit(BEFORE, ids);
          long start = System.nanoTime();
          one.submit(COUNT, ids);
          double rate = COUNT / ((System.nanoTime() - start) / 1e9);
          one.channels.forEach(ManagedChannel::shutdownNow);
          String row =
              String.format(
                  Locale.ROOT,
                  "| %s | %,.0f |%n",
                  ids ? "each with a request id" : "without request ids",
                  rate);
          System.err.print(row);
          table.append(row);
        }
      }
    }
    return table.toString();
  }

  private void submit(int count, boolean ids) throws InterruptedException {
    long end = numbers.get() + count;
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      var stub = TaskServiceGrpc.newBlockingStub(channels.get(i % CONNECTIONS));
      clients.add(
          Thread.ofVirtual()
              .start(() -> {
                long number = numbers.getAndIncrement();
                while (number < end) {
                  SubmitTaskRequest.Builder request =
                      SubmitTaskRequest.newBuilder()
                          .setKind("echo")
                          .setPayload(ByteString.copyFromUtf8(Long.toString(number)));
                  if (ids) {
                    request.setRequestId("r-" + number);
                  }
                  if (!stub.submitTask(request.build()).getCreated()) {
                    throw new IllegalStateException("not created: " + number);
                  }
                  number = numbers.getAndIncrement();
                }
              }));
    }
    for (Thread client : clients) {
      client.join();
    }
    numbers.set(end);
    awaitEnd();
  }

  private void awaitEnd() throws InterruptedException {
    var stub = TaskServiceGrpc.newBlockingStub(channels.getFirst());
    ListTasksRequest unfinished =
        ListTasksRequest.newBuilder()
            .setFilter(
                TaskFilter.newBuilder().addStates(TaskState.READY).addStates(TaskState.RUNNING))
            .setPageSize(1)
            .build();
    while (stub.listTasks(unfinished).getTasksCount() > 0) {
      Thread.sleep(1);
    }
  }
}
