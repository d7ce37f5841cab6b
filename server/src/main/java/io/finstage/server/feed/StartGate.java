package io.finstage.server.feed;

import java.util.concurrent.CountDownLatch;

/** Shut until someone opens it, then open for good. Thread-safe. */
public final class StartGate {

  private final CountDownLatch shut = new CountDownLatch(1);

  /** A gate that is open already. */
  public static StartGate opened() {
    StartGate gate = new StartGate();
    gate.open();
    return gate;
  }

  /** Lets everyone through; again: no effect. */
  public void open() {
    shut.countDown();
  }

  public boolean isOpen() {
    return shut.getCount() == 0;
  }

  /** Waits until the gate is open. */
  public void await() throws InterruptedException {
    shut.await();
  }
}
