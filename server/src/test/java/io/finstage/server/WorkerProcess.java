package io.finstage.server;

import io.finstage.client.FinstageClient;
import io.finstage.client.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A worker in a JVM of its own that takes tasks of kind {@code hold} and never ends one. */
final class WorkerProcess implements AutoCloseable {

  private final Process process;

  private WorkerProcess(Process process) {
    this.process = process;
  }

  static WorkerProcess start(int port) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    try {
      return new WorkerProcess(
          new ProcessBuilder(
                  List.of(java, "-cp", classes, WorkerProcess.class.getName(), "" + port))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL: no goodbye. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker's process does not end");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /**
   * The process itself.
   *
   * @param args the server's port
   */
  public static void main(String[] args) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    try (FinstageClient client = FinstageClient.connect("127.0.0.1:" + args[0])) {
      Worker worker =
          client
              .worker("holder")
              .handle(
                  "hold",
                  context -> {
                    context.progress(0.5, "held");
                    never.await();
                    return "never".getBytes(StandardCharsets.UTF_8);
                  })
              .slots(4)
              .start();
      worker.join();
    }
  }
}
