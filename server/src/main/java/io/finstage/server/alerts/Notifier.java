package io.finstage.server.alerts;

import io.finstage.server.database.Database;
import io.finstage.server.tasks.SubmitOutcome;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands notifications to the task queue, so that whoever finds an alert never waits for a disk:
 *
 * <pre>
 *   AlertShelf --kept with the change--> AlertStore --> here --submit--> task queue
 *                                            ^------take off-----'
 * </pre>
 *
 * <p>It stays in the store until the queue has it, and a request id makes one task: whenever the
 * server is killed, the next start goes on, and nothing is lost or told twice. At most {@code
 * alerts.webhooks-waiting-max} wait here, and as many in the queue; further ones are dropped,
 * counted, and in the log. Thread-safe.
 */
final class Notifier implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Notifier.class.getName());
  private static final long PAUSE_SECONDS = 1;

  private final Webhooks webhooks;
  private final Handover queue;
  private final AlertStore store;
  private final int waitingMax;

  /** Made and not taken off yet. */
  private final AtomicInteger reserved = new AtomicInteger();

  private final Set<String> inHand = ConcurrentHashMap.newKeySet();

  /** As long as {@link #reserved} allows. */
  private final BlockingQueue<Notification> waiting = new LinkedBlockingQueue<>();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("alerts-notifier").unstarted(this::run);

  Notifier(Webhooks webhooks, Handover queue, AlertStore store) {
    this.webhooks = webhooks;
    this.queue = queue;
    this.store = store;
    this.waitingMax = webhooks.config().waitingMax();
  }

  void start() {
    thread.start();
  }

  /** Whether another may be made; if not, it is counted as dropped. Does not wait. */
  boolean reserve(Notification made) {
    if (reserved.incrementAndGet() <= waitingMax) {
      return true;
    }
    reserved.decrementAndGet();
    drop(made, "alerts.webhooks-waiting-max, " + waitingMax + ", wait already");
    return false;
  }

  /** These were reserved, and are in the store now. Does not wait. */
  void handOver(List<Notification> kept) {
    for (Notification each : kept) {
      inHand.add(each.requestId());
      waiting.add(each);
    }
  }

  /** These are in the store, made by an earlier life or another server. Does not wait. */
  void takeUp(List<Notification> left) {
    for (Notification each : left) {
      if (inHand.add(each.requestId())) {
        reserved.incrementAndGet();
        waiting.add(each);
      }
    }
  }

  /** What waits stays in the store. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        Notification next = waiting.take();
        untilDone(() -> submitted(next));
        untilDone(() -> takenOff(next));
        inHand.remove(next.requestId());
        reserved.decrementAndGet();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "closed", e);
    }
  }

  private void untilDone(Callable<Boolean> step) throws InterruptedException {
    while (closed.getCount() > 0) {
      try {
        if (step.call()) {
          return;
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        LOG.log(Level.DEBUG, "a notification waits", e);
      }
      if (closed.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
        break;
      }
    }
    throw new InterruptedException("closed");
  }

  /** Whether the queue has it, or it was dropped. */
  private boolean submitted(Notification next) throws InterruptedException, ExecutionException {
    if (queue.unsent(waitingMax) >= waitingMax) {
      drop(next, "alerts.webhooks-waiting-max, " + waitingMax + ", wait in the task queue");
      return true;
    }
    return switch (queue.submit(webhooks.submission(next)).get()) {
      case SubmitOutcome.Created _, SubmitOutcome.Existing _, SubmitOutcome.Conflict _ -> true;
      case SubmitOutcome.Full(String key, long limit) -> {
        drop(next, "the task queue is full: " + key + ", " + limit);
        yield true;
      }
      case SubmitOutcome.Unavailable _ -> false;
    };
  }

  private boolean takenOff(Notification done) {
    Database.await(store.takeOff(done));
    return true;
  }

  private void drop(Notification it, String why) {
    webhooks.counts().add(NotificationOutcome.DROPPED);
    LOG.log(Level.WARNING, "a webhook was dropped: {0}: {1}", it.telling(), why);
  }
}
