package io.finstage.server.contract;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What was heard and not looked at yet, and the tap on the network. Thread-safe. */
final class Inbox {

  private static final int MAX = 1_000_000;

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(MAX);
  private boolean reading;
  private Runnable owed = () -> {};

  Inbox(boolean reading) {
    this.reading = reading;
  }

  /**
   * Adds what was heard.
   *
   * @throws IllegalStateException when a million things wait
   */
  void add(Heard item) {
    heard.add(item);
  }

  /** Runs {@code request} now, or when reading goes on. */
  void askForMore(Runnable request) {
    synchronized (this) {
      if (!reading) {
        owed = request;
        return;
      }
    }
    request.run();
  }

  synchronized void stopReading() {
    reading = false;
  }

  void readAgain() {
    Runnable request;
    synchronized (this) {
      reading = true;
      request = owed;
      owed = () -> {};
    }
    request.run();
  }

  Optional<Heard> next(Duration timeout) throws InterruptedException {
    return Optional.ofNullable(heard.poll(timeout.toNanos(), TimeUnit.NANOSECONDS));
  }
}
