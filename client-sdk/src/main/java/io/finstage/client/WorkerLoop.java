package io.finstage.client;

import io.finstage.proto.v1.WorkRequest;
import io.finstage.proto.v1.WorkResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one worker at work: opens a stream, offers, hands leases to {@link Leases}, says what
 * becomes of them, and opens the next stream when this one ends.
 *
 * <pre>
 *  connect -- offered -- ready -- leases, beats --+-- ended --> lost -- after the backoff --> connect
 *                 '-- nothing in time --------'     '-- final error --> end
 *  drain: no more leases -- the last is settled --> finished -- ended --> end
 *             '-- drain time is over ----------------> cut ----------> end
 * </pre>
 *
 * <p>All but what is said to be for other threads runs on the loop's thread.
 */
final class WorkerLoop implements WorkStream.Owner {

  private static final System.Logger LOGGER = System.getLogger(Worker.class.getName());
  private static final Duration HEARTBEAT_DEFAULT = Duration.ofSeconds(5);

  private final Link link;
  private final EventLoop loop;
  private final WorkerOffer offer;
  private final Reconnects reconnects;
  private final Leases leases;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Runnable onEnd = () -> {};

  private @Nullable WorkStream current;
  private volatile boolean ready;
  private volatile @Nullable FinstageException failure;
  private boolean draining;
  private boolean over;
  private int attempt;
  private Duration heartbeatInterval = HEARTBEAT_DEFAULT;
  private long readyAtNanos;
  private long saidAtNanos;
  private Runnable cancelTimer = () -> {};
  private Runnable cancelDrainTimer = () -> {};

  /**
   * How a worker comes back.
   *
   * @param readyTimeout how long the server may take to answer an offer
   */
  record Reconnects(Backoff backoff, RandomGenerator random, Duration readyTimeout) {}

  WorkerLoop(Link link, EventLoop loop, WorkerOffer offer, Reconnects reconnects) {
    this.link = link;
    this.loop = loop;
    this.offer = offer;
    this.reconnects = reconnects;
    this.leases = new Leases(offer, loop, this::say, this::settled);
  }

  /** Called before anything else, by whoever makes it. */
  void onEnd(Runnable action) {
    onEnd = action;
  }

  /** For any thread. */
  boolean isReady() {
    return ready;
  }

  /** For any thread. */
  int running() {
    return leases.running();
  }

  /** For any thread but the loop's. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** For any thread but the loop's. */
  void join() throws InterruptedException {
    ended.await();
    FinstageException cause = failure;
    if (cause != null) {
      throw cause;
    }
  }

  void connect() {
    if (over || current != null) {
      return;
    }
    cancelTimer = loop.schedule(reconnects.readyTimeout(), () -> lost("no answer to the offer"));
    current = WorkStream.open(link.taskStub(), loop, this);
    say(
        WorkRequest.newBuilder()
            .setOffer(
                WorkRequest.Offer.newBuilder()
                    .setWorker(offer.name())
                    .setSlots(offer.slots())
                    .addAllKinds(offer.handlers().keySet()))
            .build());
  }

  /** No new leases; ends with the last one, or when the drain time is over. */
  void drain() {
    if (over || draining) {
      return;
    }
    draining = true;
    if (!ready) {
      end();
      return;
    }
    say(WorkRequest.newBuilder().setDrain(WorkRequest.Drain.getDefaultInstance()).build());
    cancelDrainTimer = loop.schedule(offer.drainTime(), this::cut);
    settled();
  }

  /** Ends at once. */
  void cut() {
    if (!over) {
      end();
    }
  }

  @Override
  public void heard(WorkStream stream, WorkResponse message) {
    if (stream != current) {
      return;
    }
    switch (message.getMessageCase()) {
      case READY -> ready(message.getReady());
      case LEASE -> leases.begin(message.getLease());
      case REVOKE -> leases.revoke(message.getRevoke());
      case SETTLED -> leases.settle(message.getSettled());
      case MESSAGE_NOT_SET -> {} // from a newer server
    }
  }

  @Override
  public void ended(WorkStream stream, @Nullable Throwable cause) {
    if (stream != current) {
      return;
    }
    FinstageException error = cause == null ? null : ErrorReader.read(cause);
    if (draining) {
      end();
    } else if (error != null && !error.code().isRetryable()) {
      LOGGER.log(System.Logger.Level.ERROR, "worker " + offer.name() + " has ended", error);
      failure = error;
      end();
    } else {
      lost(error == null ? "the server ended the stream" : String.valueOf(error.getMessage()));
    }
  }

  private void ready(WorkResponse.Ready wire) {
    if (ready) {
      return;
    }
    ready = true;
    readyAtNanos = loop.nanos();
    Duration said = TasksWire.duration(wire.getHeartbeatInterval());
    heartbeatInterval = said.isNegative() || said.isZero() ? HEARTBEAT_DEFAULT : said;
    leases.resultBytesMax(wire.getResultBytesMax());
    cancelTimer.run();
    beatLater(heartbeatInterval.dividedBy(2));
  }

  private void beatLater(Duration delay) {
    cancelTimer = loop.schedule(delay, this::beat);
  }

  /** Speaks after half an interval of silence: one late beat is not taken for a death. */
  private void beat() {
    Duration half = heartbeatInterval.dividedBy(2);
    long left = half.toNanos() - (loop.nanos() - saidAtNanos);
    if (left <= 0) {
      say(WorkRequest.newBuilder().setBeat(WorkRequest.Beat.getDefaultInstance()).build());
      left = half.toNanos();
    }
    beatLater(Duration.ofNanos(left));
  }

  private void say(WorkRequest message) {
    if (current != null) {
      saidAtNanos = loop.nanos();
      current.say(message);
    }
  }

  /** Something was settled: a worker that drains may have nothing left. */
  private void settled() {
    if (draining && !over && leases.isEmpty() && current != null) {
      current.finish();
    }
  }

  private void lost(String why) {
    disconnect(why);
    if (draining) {
      end();
      return;
    }
    attempt++;
    link.forgetFailure();
    Duration delay = reconnects.backoff().delay(attempt, reconnects.random());
    LOGGER.log(
        System.Logger.Level.INFO,
        "worker {0} has no connection, next attempt in {1} ms: {2}",
        offer.name(),
        delay.toMillis(),
        why);
    cancelTimer = loop.schedule(delay, this::connect);
  }

  private void disconnect(String why) {
    cancelTimer.run();
    WorkStream dropped = current;
    current = null;
    if (ready && loop.nanos() - readyAtNanos >= heartbeatInterval.toNanos()) {
      attempt = 0;
    }
    ready = false;
    if (dropped != null) {
      dropped.cancel(why);
    }
    leases.abandon(why);
  }

  private void end() {
    over = true;
    cancelDrainTimer.run();
    disconnect("the worker has ended");
    leases.close();
    onEnd.run();
    ended.countDown();
  }
}
