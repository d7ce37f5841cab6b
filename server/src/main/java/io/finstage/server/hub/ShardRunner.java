package io.finstage.server.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one shard: steps, writes, parks.
 *
 * <p>One thread that writes to a thousand peers must not wait for one of them. Before each write it
 * puts the subscriber into {@code writing}, after it takes it out by compare-and-set. If the write
 * parks, {@link Watchdog} notices by the state of the thread, which for a virtual thread is exact,
 * and steals the cell: a new thread goes on with the rest, and the one that is stuck finds the cell
 * gone and becomes that subscriber's own writer until it has caught up.
 *
 * <pre>
 *  runner   writing = s ; write(s) ........ parks ........ returns ; cas(s, null) fails ; own writer of s
 *  watchdog                        parked? cas(s, null) ; demote s ; start new runner
 * </pre>
 *
 * <p>The volatile write of {@code writing} publishes the shard's state to the new runner; the steal
 * lock makes the old one wait until the thief is done.
 */
final class ShardRunner {

  private static final System.Logger LOGGER = System.getLogger(ShardRunner.class.getName());
  private static final VarHandle WRITING;

  static {
    try {
      WRITING =
          MethodHandles.lookup().findVarHandle(ShardRunner.class, "writing", Subscriber.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Shard shard;
  private final String name;
  private final ReentrantLock stealing = new ReentrantLock();
  private volatile @Nullable Subscriber writing;
  private volatile @Nullable Thread runner;
  private volatile boolean parked;

  ShardRunner(Shard shard, String name) {
    this.shard = shard;
    this.name = name;
    shard.wakeWith(this::wake);
  }

  void start() {
    startRunner();
  }

  /** Wakes the shard's thread if it is parked. Any thread; after a put. */
  void wake() {
    VarHandle.fullFence();
    if (parked) {
      parked = false;
      LockSupport.unpark(runner);
    }
  }

  /** Wakes the thread when time alone asks for a step. */
  void wakeIfDue(long nowNanos) {
    if (parked && nowNanos - shard.deadlineNanos() >= 0) {
      wake();
    }
  }

  /** Takes the shard away from its thread if that one is stuck in a write. */
  void stealIfStuck() {
    Subscriber subscriber = writing;
    Thread thread = runner;
    if (subscriber != null && thread != null && isParked(thread)) {
      steal(subscriber, thread);
    }
  }

  /** Hands the shard to a new thread if {@code subscriber} is still being written to. */
  boolean steal(Subscriber subscriber, Thread thread) {
    stealing.lock();
    try {
      if (!thread.equals(runner) || !WRITING.compareAndSet(this, subscriber, null)) {
        return false;
      }
      subscriber.writer.demote(thread, now());
      startRunner();
      return true;
    } finally {
      stealing.unlock();
    }
  }

  @Nullable Subscriber writing() {
    return writing;
  }

  @Nullable Thread runner() {
    return runner;
  }

  private void startRunner() {
    Thread thread = Thread.ofVirtual().name(name).unstarted(this::run);
    runner = thread;
    thread.start();
  }

  @SuppressWarnings("ThreadPriorityCheck") // see the yield
  private void run() {
    Batch batch = new Batch(shard.config().drainBytesMax() * 2);
    Subscriber robbedOf = null;
    Writer.Drained drained = Writer.Drained.EMPTY;
    while (!shard.isStopped()) {
      Subscriber subscriber = shard.nextDirty();
      if (subscriber == null) {
        if (step() == 0 && !shard.hasDirty()) {
          park();
        } else {
          // Virtual threads are not preempted: without this, a shard that always has work would
          // keep readers and publishers off its carrier.
          Thread.yield();
        }
      } else if (subscriber.writer.hasOwn()) {
        subscriber.writer.wake();
      } else {
        writing = subscriber;
        drained = subscriber.writer.drain(batch);
        if (!WRITING.compareAndSet(this, subscriber, null)) {
          robbedOf = subscriber;
          break;
        }
        shard.wrote(subscriber, drained, now());
      }
    }
    if (robbedOf != null) {
      becomeOwnWriter(robbedOf, drained, batch);
    }
  }

  /** One fault must not end the conversations of everybody: the item that led to it is skipped. */
  private int step() {
    try {
      return shard.step(now());
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "a turn of " + name + " failed; it goes on", e);
      return 1;
    }
  }

  private void becomeOwnWriter(Subscriber subscriber, Writer.Drained drained, Batch batch) {
    awaitThief();
    boolean over = subscriber.writer.runOwn(drained, batch);
    shard.put(new Command.OwnWriterEnded(subscriber, over));
  }

  /** The thief holds the lock until the shard is no longer this thread's. */
  private void awaitThief() {
    stealing.lock();
    try {
      VarHandle.acquireFence();
    } finally {
      stealing.unlock();
    }
  }

  private void park() {
    parked = true;
    if (shard.isQueueEmpty() && now() - shard.deadlineNanos() < 0 && !shard.isStopped()) {
      LockSupport.park(this);
    }
    parked = false;
  }

  private long now() {
    return Nanos.of(shard.clock().instant());
  }

  private static boolean isParked(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      case NEW, RUNNABLE, TERMINATED -> false;
    };
  }
}
