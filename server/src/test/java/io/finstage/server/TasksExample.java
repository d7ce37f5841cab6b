package io.finstage.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.finstage.client.FinstageClient;
import io.finstage.client.Task;
import io.finstage.client.TaskHandle;
import io.finstage.client.TaskPriority;
import io.finstage.client.Worker;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

// The parts between the marks stand in client-sdk/README.md and README.md, word for word:
// TasksExampleIT runs them and holds them together.
final class TasksExample {

  private TasksExample() {}

  static void submit(String server) throws InterruptedException {
    // submit:begin
    try (FinstageClient client = FinstageClient.connect(server)) {
      TaskHandle task = client.tasks().submit("echo", "{\"say\":\"hello\"}").send();
      task.await(Duration.ofMinutes(1)); // outlives a restart of the server
      task.result().ifPresent(result -> System.out.println(new String(result, UTF_8)));
    }
    // submit:end
  }

  static void work(String server) throws InterruptedException {
    // work:begin
    try (FinstageClient client = FinstageClient.connect(server)) {

      // Handlers for a kind of our own, eight at a time. They may as well run in another program.
      Worker worker =
          client
              .worker("shouter")
              .handle(
                  "shout",
                  context -> {
                    context.progress(0.5, "taking a breath");
                    return context.payloadText().toUpperCase(Locale.ROOT).getBytes(UTF_8);
                  })
              .slots(8)
              .start();

      TaskHandle task =
          client
              .tasks()
              .submit("shout", "{\"say\":\"hello\"}")
              .priority(TaskPriority.HIGH)
              .label("desk", "fx")
              .maxAttempts(3)
              .timeout(Duration.ofSeconds(30))
              .send();

      Optional<Task> ended = task.await(Duration.ofMinutes(1));
      if (ended.isEmpty()) {
        System.out.println("still at it: " + task.get());
      } else if (task.result().isPresent()) {
        System.out.println(new String(task.result().get(), UTF_8));
      } else {
        System.out.println(ended.get().state() + ": " + ended.get().error());
      }

      worker.close(); // takes no more, and lets those that run end
    }
    // work:end
  }
}
