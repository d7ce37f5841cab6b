package io.finstage.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Pushes ticks into the server. Ticks are gathered into a batch that is sent when it is full, when
 * its oldest tick has waited for {@link PublisherOptions#flushInterval()}, or on {@link #flush}.
 * While the connection is not ready to take more, the batch waits; once it is full, {@link
 * #publish} waits with it: nothing is queued beyond one batch and what the network holds.
 *
 * <p><b>What is known to have arrived.</b> The server confirms a whole stream at its end, so only
 * {@link #confirm} and {@link #close} tell. A tick is then accepted, rejected, or, when the stream
 * broke before, unconfirmed. After a break the publisher goes on by itself on a new stream, with
 * backoff; a batch that was not sent yet goes there, what was sent already is <em>not</em> sent
 * again, because a tick that arrives twice is worse than one that is missing. Who needs more
 * certainty confirms more often. An error that no retry can mend (see {@link
 * FinstageException.Code#isRetryable}) is thrown by every call from then on.
 *
 * <p>Thread-safe; ticks of one thread keep their order.
 */
public final class Publisher implements AutoCloseable {

  private static final long HELD_NANOS = Duration.ofSeconds(5).toNanos();

  private final Link link;
  private final EventLoop loop;
  private final PublisherOptions options;
  private final long deadlineNanos;
  private final Backoff backoff;
  private final RandomGenerator random;
  private final Consumer<Publisher> onClose;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<io.finstage.proto.v1.Tick> batch = new ArrayList<>();
  private @Nullable PublishStream stream;
  private @Nullable FinstageException failure;
  private PublishSummary summary = PublishSummary.NOTHING;
  private long sent;
  private int attempt;
  private boolean waitingToConnect;
  private boolean flushScheduled;
  private boolean closed;

  Publisher(
      Link link,
      EventLoop loop,
      PublisherOptions options,
      ClientOptions client,
      RandomGenerator random,
      Consumer<Publisher> onClose) {
    this.link = link;
    this.loop = loop;
    this.options = options;
    this.deadlineNanos = client.deadline().toNanos();
    this.backoff = client.backoff();
    this.random = random;
    this.onClose = onClose;
  }

  /**
   * Adds a tick to the batch; waits while the batch is full and cannot be sent.
   *
   * @throws FinstageException DEADLINE_EXCEEDED when it waited for {@link
   *     ClientOptions#deadline()}: the tick was not taken; else when no retry can mend the error
   * @throws IllegalStateException when closed
   */
  public void publish(Tick tick) throws InterruptedException {
    io.finstage.proto.v1.Tick wire = wire(tick);
    lock.lockInterruptibly();
    try {
      await(() -> batch.size() < options.batchMax() || send(), "publish");
      add(wire);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a tick to the batch if that needs no waiting.
   *
   * @return false when the batch is full and cannot be sent: the tick was not taken
   * @throws FinstageException when no retry can mend the error
   * @throws IllegalStateException when closed
   */
  public boolean tryPublish(Tick tick) {
    io.finstage.proto.v1.Tick wire = wire(tick);
    lock.lock();
    try {
      check();
      if (batch.size() >= options.batchMax() && !send()) {
        return false;
      }
      add(wire);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends what is gathered; waits until the connection has taken it, which does not mean that the
   * server has.
   *
   * @throws FinstageException DEADLINE_EXCEEDED when that took {@link ClientOptions#deadline()}:
   *     the batch is kept; else when no retry can mend the error
   * @throws IllegalStateException when closed
   */
  public void flush() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      await(this::send, "flush");
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends what is gathered, and waits for the server's word on everything sent so far.
   *
   * @return what became of all ticks since the publisher was made
   * @throws FinstageException DEADLINE_EXCEEDED when each of the two took {@link
   *     ClientOptions#deadline()}; else when no retry can mend the error
   * @throws IllegalStateException when closed
   */
  public PublishSummary confirm() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      await(this::send, "flush");
      PublishStream last = stream;
      if (last != null) {
        last.finish();
        await(() -> stream != last, "confirm");
      }
      return summary;
    } finally {
      lock.unlock();
    }
  }

  /** What the server has said so far; after {@link #close}, of all ticks. */
  public PublishSummary summary() {
    lock.lock();
    try {
      return summary;
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@link #confirm Confirms}, so that {@link #summary} is complete, and ends the publisher. An
   * interrupt cuts that short, and stays set. A second call does nothing.
   *
   * @throws FinstageException as {@link #confirm}; the publisher is closed all the same
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        confirm();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
      cut();
    }
  }

  /** Ends it at once: what was not confirmed never will be. */
  void cut() {
    lock.lock();
    try {
      closed = true;
      batch.clear();
      PublishStream last = stream;
      stream = null;
      if (last != null) {
        summary = last.addTo(summary);
        last.cancel();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    onClose.accept(this);
  }

  private void add(io.finstage.proto.v1.Tick wire) {
    batch.add(wire);
    if (batch.size() >= options.batchMax()) {
      var unused = send();
    } else if (!flushScheduled) {
      flushScheduled = true;
      var unused = loop.schedule(options.flushInterval(), this::flushDue);
    }
  }

  private void flushDue() {
    lock.lock();
    try {
      flushScheduled = false;
      progress();
    } finally {
      lock.unlock();
    }
  }

  /** Sends the batch if that is possible right now; whether nothing is left to send. */
  private boolean send() {
    if (batch.isEmpty()) {
      return true;
    }
    if (stream == null && !waitingToConnect) {
      stream = PublishStream.open(link, loop, new Events(), sent);
    }
    if (stream == null || !stream.isReady()) {
      return false;
    }
    stream.send(batch);
    sent += batch.size();
    batch.clear();
    return true;
  }

  private void progress() {
    if (!closed && failure == null) {
      var unused = send();
      changed.signalAll();
    }
  }

  private void check() {
    if (closed) {
      throw new IllegalStateException("the publisher is closed");
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void await(BooleanSupplier done, String what) throws InterruptedException {
    long left = deadlineNanos;
    check();
    while (!done.getAsBoolean()) {
      if (left <= 0) {
        throw new FinstageException(
            FinstageException.Code.DEADLINE_EXCEEDED, "", what + " took too long");
      }
      left = changed.awaitNanos(left);
      check();
    }
  }

  /** What the streams say; each call takes the lock. */
  private final class Events implements PublishStream.Owner {

    @Override
    public void ready() {
      lock.lock();
      try {
        progress();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void ended(PublishStream ended, @Nullable Throwable cause) {
      lock.lock();
      try {
        if (ended != stream) {
          return;
        }
        stream = null;
        summary = ended.addTo(summary);
        if (cause == null || loop.nanos() - ended.openedAtNanos() >= HELD_NANOS) {
          attempt = 0;
        }
        if (cause != null) {
          broken(ErrorReader.read(cause));
        }
        progress();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void broken(FinstageException error) {
      if (!error.code().isRetryable()) {
        failure = error;
        return;
      }
      link.forgetFailure();
      waitingToConnect = true;
      var unused = loop.schedule(backoff.delay(++attempt, random), this::connect);
    }

    private void connect() {
      lock.lock();
      try {
        waitingToConnect = false;
        progress();
      } finally {
        lock.unlock();
      }
    }
  }

  private static io.finstage.proto.v1.Tick wire(Tick tick) {
    var wire = io.finstage.proto.v1.Tick.newBuilder().setSymbol(tick.symbol());
    tick.at().ifPresent(at -> wire.setTimestamp(Wire.timestamp(at)));
    if (tick instanceof Trade trade) {
      wire.setPrice(trade.price()).setSize(trade.size());
    } else if (tick instanceof Quote quote) {
      wire.setBid(quote.bid()).setAsk(quote.ask());
    }
    return wire.build();
  }
}
