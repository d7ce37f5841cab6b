package io.finstage.server.api;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The one timer that looks at every connection of a wire, a slice of them at a time: thousands that
 * connected in the same second must not be pinged, and answer, in the same millisecond.
 * Thread-safe. Holds as many connections as the listener lets in.
 */
public final class Heartbeats implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Heartbeats.class.getName());

  private static final int SLICES_MAX = 16;

  /** Shorter delays than this would mostly be delays of the timer itself. */
  private static final Duration SLICE_MIN = Duration.ofMillis(25);

  private final Duration period;
  private final ScheduledExecutorService timer;

  /** Each connection is in one of them; a look touches no other. */
  private final List<Set<Peer>> slices;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();
  private int next;

  /** A connection to look at, {@value Liveness#LOOKS} times per interval. */
  public interface Peer {

    /** Must not block: all others wait. */
    void look();

    /** Ends the connection at once. */
    void cut();
  }

  /**
   * @param wire names the thread
   * @param interval silence after which a peer is pinged
   */
  public Heartbeats(String wire, Duration interval) {
    this.period = interval.dividedBy(Liveness.LOOKS);
    this.slices =
        Stream.generate(ConcurrentHashMap::<Peer>newKeySet)
            .limit(Math.clamp(period.dividedBy(SLICE_MIN), 1, SLICES_MAX))
            .<Set<Peer>>map(set -> set)
            .toList();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(wire + "-heartbeats").factory());
    // A fixed delay, not a rate: after a pause of the process, looks must not come in a burst.
    long delay = period.dividedBy(slices.size()).toNanos();
    var _ = timer.scheduleWithFixedDelay(this::look, delay, delay, TimeUnit.NANOSECONDS);
  }

  public void add(Peer connection) {
    sliceOf(connection).add(connection);
  }

  public void remove(Peer connection) {
    sliceOf(connection).remove(connection);
    if (size() == 0) {
      lock.lock();
      try {
        empty.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Connections now. */
  public int size() {
    return slices.stream().mapToInt(Set::size).sum();
  }

  /** How many looks fit into {@code duration}. */
  public long looksIn(Duration duration) {
    return Math.max(1, duration.dividedBy(period));
  }

  /** Waits at most {@code timeout} until all have gone, then cuts the others. */
  public void close(Duration timeout) {
    lock.lock();
    try {
      long nanos = timeout.toNanos();
      while (size() > 0 && nanos > 0) {
        nanos = empty.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    close();
  }

  /** No more looks; connections stay as they are. */
  public void stop() {
    timer.shutdownNow();
  }

  /** No more looks; cuts all connections. */
  @Override
  public void close() {
    timer.shutdownNow();
    slices.forEach(slice -> slice.forEach(Peer::cut));
  }

  private Set<Peer> sliceOf(Peer connection) {
    return slices.get(Math.floorMod(System.identityHashCode(connection), slices.size()));
  }

  private void look() {
    next = (next + 1) % slices.size();
    for (Peer connection : slices.get(next)) {
      try {
        connection.look();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a connection that cannot be looked at is cut", e);
        connection.cut();
      }
    }
  }
}
