package io.finstage.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.SubmitOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lives of a server that end between an alert and the task that tells of it. */
class NotifierTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final Scene scene = new Scene();
  private final Queue queue = new Queue();
  private Database database;
  private Alerts alerts;

  /** What outlives the server: keeps each request id once, and fails as a test says. */
  private static final class Queue implements Handover {

    private final Map<String, Submission> tasks = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private boolean takes = true;
    private boolean answers = true;

    @Override
    public synchronized int unsent(int max) {
      return 0;
    }

    @Override
    public synchronized CompletableFuture<SubmitOutcome> submit(Submission submission) {
      asked.add(submission.requestId());
      if (takes) {
        tasks.putIfAbsent(submission.requestId(), submission);
      }
      return takes && answers
          ? CompletableFuture.completedFuture(new SubmitOutcome.Conflict(1))
          : new CompletableFuture<>();
    }

    synchronized void be(boolean taking, boolean answering) {
      takes = taking;
      answers = answering;
    }

    synchronized int asked() {
      return asked.size();
    }

    synchronized List<String> states() {
      return tasks.values().stream()
          .map(it -> it.payload().text())
          .map(it -> it.contains("RESOLVED") ? "RESOLVED" : "FIRING")
          .toList();
    }
  }

  @BeforeEach
  void open() {
    database =
        Database.open(
            DatabaseConfig.sqlite(folder), Alerts.PART, Alerts.MIGRATIONS, System::nanoTime);
    AlertsConfig standard = AlertsConfig.standard();
    AlertsConfig config =
        new AlertsConfig(
            Duration.ofHours(1),
            standard.rulesMax(),
            standard.openMax(),
            standard.keepResolved(),
            Duration.ZERO,
            standard.sourceMuteAfter(),
            2,
            new AlertsConfig.Webhooks(
                5, List.of("localhost"), "", Duration.ofSeconds(1), 1, 1, 10));
    alerts =
        new Alerts(
            config,
            new AlertStore(database, ""),
            "node-1",
            scene.inputs(),
            scene.lines(),
            new Webhooks(config.webhooks()),
            queue,
            scene);
    alerts.load(List.of());
    alerts.start();
  }

  @AfterEach
  void close() {
    alerts.close();
    database.close();
  }

  @Test
  void whatTheQueueDidNotTakeBeforeTheEndIsToldByTheNextLife() {
    queue.be(false, false);
    fire();
    await().atMost(SOON).until(() -> queue.asked() == 1);

    kill();
    queue.be(true, true);
    open();

    await().atMost(SOON).until(() -> left().isEmpty());
    assertThat(queue.states()).containsExactly("FIRING");
  }

  @Test
  void whatTheQueueTookWithoutAnAnswerBeforeTheEndIsOneTask() {
    queue.be(true, false);
    fire();
    await().atMost(SOON).until(() -> queue.asked() == 1);
    assertThat(left()).hasSize(1);

    kill();
    queue.be(true, true);
    open();

    await().atMost(SOON).until(() -> left().isEmpty());
    assertThat(queue.asked()).isEqualTo(2);
    assertThat(queue.states()).containsExactly("FIRING");
  }

  @Test
  void nothingIsToldBeforeItIsKept() {
    queue.be(false, false);
    database.write(it -> it.createStatement().execute("ALTER TABLE alert RENAME TO away")).join();
    fire();
    alerts.turn();
    assertThat(queue.asked()).isZero();

    database.write(it -> it.createStatement().execute("ALTER TABLE away RENAME TO alert")).join();
    queue.be(true, true);

    await()
        .atMost(SOON)
        .until(() -> {
          alerts.turn();
          return queue.asked() > 0;
        });
    assertThat(queue.states()).containsExactly("FIRING");
  }

  @Test
  void anAlertThatIsOverBeforeItWasKeptIsToldOfTwiceInOrder() {
    fire();
    scene.pass(Duration.ofSeconds(1));
    scene.prices.put(Scene.SPY, 99.0);
    alerts.turn();
    scene.pass(Duration.ofSeconds(1));
    alerts.turn();

    await()
        .atMost(SOON)
        .until(() -> {
          alerts.turn();
          return queue.states().size() == 2 && left().isEmpty();
        });
    assertThat(queue.states()).containsExactly("FIRING", "RESOLVED");
  }

  private void fire() {
    alerts.create(
        new AlertRule(
            "hook",
            "",
            Scene.above(100),
            Duration.ZERO,
            Duration.ZERO,
            AlertSeverity.INFO,
            List.of("http://localhost/a"),
            true,
            false,
            Scene.START,
            Scene.START));
    scene.prices.put(Scene.SPY, 101.0);
    alerts.turn();
  }

  /** The life ends; what was in memory is gone. */
  private void kill() {
    alerts.close();
    database.close();
  }

  private List<Notification> left() {
    return new AlertStore(database, "").notifications(scene.instant().plusSeconds(60), 100);
  }
}
