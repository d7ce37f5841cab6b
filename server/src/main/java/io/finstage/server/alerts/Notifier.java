package io.finstage.server.alerts;

import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.SubmitOutcome;
import io.finstage.server.tasks.TaskFilter;
import io.finstage.server.tasks.TaskQueue;
import io.finstage.server.tasks.TaskState;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Hands notifications to the task queue, so that whoever finds an alert never waits for a disk.
 * While the queue cannot keep them they wait here. At most {@code alerts.webhooks-waiting-max} wait
 * here, and as many in the queue; further ones are dropped, counted, and in the log. Thread-safe.
 */
final class Notifier implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Notifier.class.getName());
  private static final long PAUSE_SECONDS = 1;
  private static final Set<TaskState> WAITING =
      Set.of(TaskState.SCHEDULED, TaskState.READY, TaskState.RUNNING);

  private final Webhooks webhooks;
  private final TaskQueue tasks;
  private final TaskFilter unsent;
  private final int waitingMax;
  private final BlockingQueue<Submission> waiting;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("alerts-notifier").unstarted(this::run);

  Notifier(Webhooks webhooks, TaskQueue tasks) {
    this.webhooks = webhooks;
    this.tasks = tasks;
    this.unsent =
        new TaskFilter(
            WAITING, Set.of(webhooks.kind().name()), Map.of(), Optional.empty(), Optional.empty());
    this.waitingMax = webhooks.config().waitingMax();
    this.waiting = new ArrayBlockingQueue<>(waitingMax);
  }

  void start() {
    thread.start();
  }

  /** Every receiver of the rule is to be told of {@code alert}. Does not wait. */
  void tell(Alert alert, AlertRule rule) {
    for (String url : rule.webhooks()) {
      if (!waiting.offer(webhooks.submission(alert, rule, url))) {
        drop("too many wait");
      }
    }
  }

  /** What waits here is dropped; what is in the queue is not. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        Submission next = waiting.take();
        while (!submitted(next) && !closed.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
          LOG.log(Level.DEBUG, "a notification waits for the task queue");
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "closed", e);
    }
  }

  /** Whether nothing more is to be done with it. */
  private boolean submitted(Submission notification) throws InterruptedException {
    try {
      if (tasks.list(unsent, Long.MAX_VALUE, waitingMax).size() >= waitingMax) {
        drop("too many wait in the task queue");
        return true;
      }
      return switch (tasks.submit(notification).get()) {
        case SubmitOutcome.Created _, SubmitOutcome.Existing _, SubmitOutcome.Conflict _ -> true;
        case SubmitOutcome.Full(String key, long limit) -> {
          drop(key + ", " + limit);
          yield true;
        }
        case SubmitOutcome.Unavailable _ -> false;
      };
    } catch (ExecutionException | RuntimeException e) {
      LOG.log(Level.DEBUG, "a notification could not be submitted", e);
      return false;
    }
  }

  private void drop(String why) {
    webhooks.counts().add(NotificationOutcome.DROPPED);
    LOG.log(Level.WARNING, "a webhook is not told of an alert: {0}", why);
  }
}
