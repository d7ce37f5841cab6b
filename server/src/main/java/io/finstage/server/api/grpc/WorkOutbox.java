package io.finstage.server.api.grpc;

import io.finstage.proto.v1.WorkResponse;
import io.finstage.server.api.Refusal;
import io.finstage.server.hub.CloseReason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.helidon.http.http2.Http2Exception;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one worker, and the one thread that writes it. Whoever puts never
 * waits. Bounded by {@code max}: a worker that leaves more than that unread is given up.
 * Thread-safe.
 */
final class WorkOutbox {

  private final ServerCall<?, WorkResponse> call;
  private final int max;
  private final Runnable onBroken;
  private final Deque<Item> queue = new ArrayDeque<>();
  private @Nullable Thread writer;
  private boolean ending;
  private boolean over;

  /** Why it ends, once that is decided; null: well. */
  private @Nullable Refusal why;

  /**
   * @param written told once it is out
   */
  private record Item(WorkResponse message, Runnable written) {}

  /**
   * @param max messages that may wait
   * @param onBroken told, by any thread, that nothing can be written any more
   */
  WorkOutbox(ServerCall<?, WorkResponse> call, int max, Runnable onBroken) {
    this.call = call;
    this.max = max;
    this.onBroken = onBroken;
  }

  /** Writes this, then what was put before, then what comes. */
  synchronized void start(WorkResponse first) {
    queue.addFirst(new Item(first, () -> {}));
    writer = Thread.ofVirtual().name("worker-stream").start(this::run);
  }

  void put(WorkResponse message) {
    put(message, () -> {});
  }

  /** Nothing once the end is decided. */
  synchronized void put(WorkResponse message, Runnable written) {
    if (ending) {
      return;
    }
    if (queue.size() >= max) {
      end(Refusal.closed(CloseReason.SLOW_CONSUMER));
      return;
    }
    queue.add(new Item(message, written));
    notifyAll();
  }

  /** Writes what waits, then the status; the first call counts. */
  synchronized void end(@Nullable Refusal refusal) {
    if (!ending) {
      ending = true;
      why = refusal;
      notifyAll();
    }
  }

  /** Nothing more is written: the client is gone. */
  synchronized void drop() {
    over = true;
    queue.clear();
    end(null);
    if (writer != null) {
      writer.interrupt();
    }
  }

  /** Waits until nothing is written any more. */
  synchronized void awaitEnd() throws InterruptedException {
    while (!over) {
      wait();
    }
  }

  private void run() {
    try {
      for (Item item = next(); item != null; item = next()) {
        call.sendMessage(item.message());
        item.written().run();
      }
      close();
    } catch (Http2Exception e) {
      // The window stayed closed for the whole flow-control timeout.
      RichStatus.close(call, Refusal.closed(CloseReason.SLOW_CONSUMER));
    } catch (InterruptedException e) {
      // The client is gone, and so is what was to be written.
    } catch (RuntimeException e) {
      System.getLogger(WorkOutbox.class.getName())
          .log(System.Logger.Level.DEBUG, "a worker cannot be written to", e);
    } finally {
      finish();
      onBroken.run();
    }
  }

  private synchronized @Nullable Item next() throws InterruptedException {
    while (queue.isEmpty() && !ending) {
      wait();
    }
    return queue.poll();
  }

  private void close() {
    Refusal refusal;
    synchronized (this) {
      refusal = why;
    }
    if (refusal == null) {
      call.close(Status.OK, new Metadata());
    } else {
      RichStatus.close(call, refusal);
    }
  }

  private synchronized void finish() {
    over = true;
    end(null);
    queue.clear();
    notifyAll();
  }
}
