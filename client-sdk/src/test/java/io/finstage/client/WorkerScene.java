package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A worker, its server and its handlers, for tests of both. */
class WorkerScene {

  static final Duration HEARTBEAT = Duration.ofSeconds(4);
  static final byte[] NOTHING = {};

  final Logger logger = Logger.getLogger(Worker.class.getName());
  final FakeWork server = new FakeWork();
  final TaskFixture fixture = new TaskFixture(server);
  final CountDownLatch release = new CountDownLatch(1);
  final CountDownLatch interrupted = new CountDownLatch(1);

  @BeforeEach
  void quiet() {
    logger.setLevel(Level.OFF);
  }

  @AfterEach
  void stop() {
    release.countDown();
    fixture.close();
    logger.setLevel(null);
  }

  WorkerOffer offer() {
    return fixture
        .client
        .worker("w")
        .handle(
            "upper",
            context ->
                context
                    .payloadText()
                    .toUpperCase(java.util.Locale.ROOT)
                    .getBytes(StandardCharsets.UTF_8));
  }

  /** Handles until it is released; an interrupt ends it, too. */
  WorkerOffer waiting() {
    return fixture
        .client
        .worker("w")
        .handle(
            "wait",
            context -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                assertThat(context.isCancelled()).isTrue();
                interrupted.countDown();
                throw e;
              }
              return NOTHING;
            });
  }

  WorkerOffer throwing(Throwable thrown) {
    return fixture
        .client
        .worker("w")
        .handle(
            "bad",
            context -> {
              if (thrown instanceof Error error) {
                throw error;
              }
              throw (Exception) thrown;
            });
  }

  Worker start(WorkerOffer offer) {
    Worker worker = offer.start();
    fixture.loop.run();
    server.last().ready(HEARTBEAT);
    fixture.loop.run();
    return worker;
  }

  static Thread closing(Worker worker) {
    Thread thread = new Thread(worker::close);
    thread.start();
    return thread;
  }

  /** Lets the loop run until handlers on their own threads have come so far. */
  void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      fixture.loop.run();
      Thread.onSpinWait();
    }
  }
}
