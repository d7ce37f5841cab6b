package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.proto.v1.WorkRequest;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerTest {

  private static final Duration HEARTBEAT = Duration.ofSeconds(4);
  private static final byte[] NOTHING = {};

  private final Logger logger = Logger.getLogger(Worker.class.getName());
  private final FakeWork server = new FakeWork();
  private final TaskFixture fixture = new TaskFixture(server);
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

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

  @Test
  void offersItsKindsAndSlots() {
    Worker worker = offer().handle("other", context -> NOTHING).slots(8).start();
    fixture.loop.run();

    WorkRequest.Offer offer = server.last().heard.get(0).getOffer();
    assertThat(offer.getWorker()).isEqualTo("w");
    assertThat(offer.getSlots()).isEqualTo(8);
    assertThat(offer.getKindsList()).containsExactlyInAnyOrder("upper", "other");
    assertThat(worker.isConnected()).isFalse();
    server.last().ready(HEARTBEAT);
    fixture.loop.run();
    assertThat(worker.isConnected()).isTrue();
  }

  @Test
  void runsALeaseAndTellsItsResult() {
    Worker worker = start(offer());

    server.last().lease("7", 3, "upper", "abc");
    until(() -> !server.last().completed().isEmpty());

    WorkRequest.Complete complete = server.last().completed().get(0);
    assertThat(complete.getTaskId()).isEqualTo("7");
    assertThat(complete.getToken()).isEqualTo(3);
    assertThat(complete.getResult().toStringUtf8()).isEqualTo("ABC");
    assertThat(worker.running()).isZero();
  }

  @Test
  void tellsAHandlerWhatItWorksOn() {
    AtomicReference<TaskContext> seen = new AtomicReference<>();
    start(
        fixture
            .client
            .worker("w")
            .handle(
                "look",
                context -> {
                  seen.set(context);
                  return NOTHING;
                }));

    server.last().lease("7", 3, "look", "{}");
    until(() -> !server.last().completed().isEmpty());

    assertThat(seen.get().task().id()).isEqualTo("7");
    assertThat(seen.get().attempt()).isEqualTo(2);
    assertThat(seen.get().token()).isEqualTo(3);
    assertThat(seen.get().payloadText()).isEqualTo("{}");
    assertThat(seen.get().isCancelled()).isFalse();
  }

  @Test
  void failsAnAttemptThatThrowsAndMayBeTriedAgain() {
    start(throwing(new IllegalStateException("no connection")));

    server.last().lease("7", 3, "bad", "");
    until(() -> !server.last().failed().isEmpty());

    WorkRequest.Fail fail = server.last().failed().get(0);
    assertThat(fail.getError()).isEqualTo("java.lang.IllegalStateException: no connection");
    assertThat(fail.getRetryable()).isTrue();
    assertThat(fail.getToken()).isEqualTo(3);
  }

  @Test
  void failsForGoodWhenTheHandlerSaysSo() {
    start(throwing(new FailedForGoodException("no such day")));

    server.last().lease("7", 3, "bad", "");
    until(() -> !server.last().failed().isEmpty());

    assertThat(server.last().failed().get(0).getError()).isEqualTo("no such day");
    assertThat(server.last().failed().get(0).getRetryable()).isFalse();
  }

  @Test
  void givesTheSlotBackAfterAnError() {
    Worker worker = start(throwing(new StackOverflowError()));

    server.last().lease("7", 3, "bad", "");
    until(() -> !server.last().failed().isEmpty());

    assertThat(server.last().failed().get(0).getRetryable()).isTrue();
    assertThat(worker.running()).isZero();
  }

  @Test
  void failsForGoodWhatNoServerTakes() {
    byte[] tooLarge = new byte[101];
    start(fixture.client.worker("w").handle("bad", context -> tooLarge).resultBytesMax(100));

    server.last().lease("7", 3, "bad", "");
    until(() -> !server.last().failed().isEmpty());

    assertThat(server.last().failed().get(0).getError()).contains("101 bytes");
    assertThat(server.last().failed().get(0).getRetryable()).isFalse();
  }

  @Test
  void takesNullForAResultOfNoBytes() {
    start(fixture.client.worker("w").handle("quiet", context -> null));

    server.last().lease("7", 3, "quiet", "");
    until(() -> !server.last().completed().isEmpty());

    assertThat(server.last().completed().get(0).getResult().isEmpty()).isTrue();
  }

  @Test
  void cutsAnErrorThatIsTooLongBetweenCharacters() {
    start(throwing(new FailedForGoodException("x".repeat(4095) + "\uD83D\uDE00")));

    server.last().lease("7", 3, "bad", "");
    until(() -> !server.last().failed().isEmpty());

    assertThat(server.last().failed().get(0).getError()).isEqualTo("x".repeat(4095));
  }

  @Test
  void sendsTheNewestProgressTwiceASecond() {
    start(
        fixture
            .client
            .worker("w")
            .handle(
                "busy",
                context -> {
                  for (int i = 0; i < 1_000_000; i++) {
                    context.progress(i / 1e6, "at " + i);
                  }
                  context.progress(7, "nearly");
                  interrupted.countDown();
                  release.await();
                  return NOTHING;
                }));

    server.last().lease("7", 3, "busy", "");
    until(() -> interrupted.getCount() == 0);
    fixture.loop.advance(Leases.PROGRESS_INTERVAL);

    var told = server.last().heard(WorkRequest::hasProgress);
    assertThat(told).hasSizeBetween(1, 2);
    WorkRequest.ReportProgress last = told.get(told.size() - 1).getProgress();
    assertThat(last.getProgress()).isEqualTo(1);
    assertThat(last.getNote()).isEqualTo("nearly");
    assertThat(last.getToken()).isEqualTo(3);
    fixture.loop.advance(Duration.ofSeconds(1));
    assertThat(server.last().heard(WorkRequest::hasProgress)).hasSameSizeAs(told);
  }

  @Test
  void interruptsAHandlerThatIsRevokedAndTellsWhenItHasEnded() {
    start(waiting());
    server.last().lease("7", 3, "wait", "");
    fixture.loop.run();

    server.last().revoke("7", 2, "CANCELLED");
    fixture.loop.run();
    assertThat(interrupted.getCount()).isEqualTo(1);
    server.last().revoke("7", 3, "CANCELLED");
    until(() -> !server.last().failed().isEmpty());

    assertThat(interrupted.getCount()).isZero();
    assertThat(server.last().failed().get(0).getToken()).isEqualTo(3);
    assertThat(server.last().completed()).isEmpty();
  }

  @Test
  void saysNothingOfALeaseThatIsSomebodyElses() {
    Worker worker = start(waiting());
    server.last().lease("7", 3, "wait", "");
    fixture.loop.run();

    server.last().revoke("7", 3, "LOST");
    until(() -> interrupted.getCount() == 0 && worker.running() == 0);

    assertThat(server.last().failed()).isEmpty();
    assertThat(server.last().completed()).isEmpty();
  }

  @Test
  void doesNotInterruptTheNextLeaseOfAThread() {
    AtomicInteger interrupts = new AtomicInteger();
    start(
        fixture
            .client
            .worker("w")
            .handle(
                "stubborn",
                context -> {
                  if (Thread.currentThread().isInterrupted()) {
                    interrupts.incrementAndGet();
                  }
                  Thread.currentThread().interrupt();
                  return NOTHING;
                }));

    for (int i = 1; i <= 20; i++) {
      int count = i;
      server.last().lease("" + i, 1, "stubborn", "");
      until(() -> server.last().completed().size() == count);
      server.last().settle("" + i, 1, true);
    }

    assertThat(interrupts).hasValue(0);
  }

  @Test
  void failsALeaseWhenHandlersThatIgnoreInterruptsHoldAllItsThreads() {
    Worker worker =
        start(
            fixture
                .client
                .worker("w")
                .handle(
                    "deaf",
                    context -> {
                      while (release.getCount() > 0) {
                        Thread.onSpinWait();
                      }
                      return NOTHING;
                    }));
    for (int i = 1; i <= 2; i++) {
      server.last().lease("" + i, 1, "deaf", "");
      fixture.loop.run();
      server.last().revoke("" + i, 1, "TIMEOUT");
      fixture.loop.run();
    }

    server.last().lease("3", 1, "deaf", "");
    fixture.loop.run();

    assertThat(worker.running()).isEqualTo(2);
    assertThat(server.last().failed()).hasSize(1);
    assertThat(server.last().failed().get(0).getTaskId()).isEqualTo("3");
    assertThat(server.last().failed().get(0).getRetryable()).isTrue();
    release.countDown();
    until(() -> worker.running() == 0);
  }

  @Test
  void beatsWhenItHasNothingElseToSay() {
    start(offer());

    fixture.loop.advance(HEARTBEAT.multipliedBy(3));

    assertThat(server.last().heard(WorkRequest::hasBeat)).hasSize(6);
  }

  @Test
  void offersAgainAfterItsConnectionBroke() {
    Worker worker = start(offer());

    server.last().fail(Status.UNAVAILABLE);
    fixture.loop.run();
    assertThat(worker.isConnected()).isFalse();
    fixture.loop.advance(Duration.ofMillis(199));
    assertThat(server.calls).hasSize(1);
    fixture.loop.advance(Duration.ofMillis(1));
    server.last().ready(HEARTBEAT);
    server.last().lease("8", 1, "upper", "x");
    until(() -> !server.last().completed().isEmpty());

    assertThat(server.calls).hasSize(2);
    assertThat(server.last().heard.get(0).getOffer().getSlots()).isEqualTo(1);
  }

  @Test
  void waitsLongerEachTimeItCannotConnect() {
    start(offer());
    server.last().fail(Status.UNAVAILABLE);
    fixture.loop.advance(Duration.ofMillis(200));
    server.last().fail(Status.UNAVAILABLE);
    fixture.loop.advance(Duration.ofMillis(399));
    assertThat(server.calls).hasSize(2);

    fixture.loop.advance(Duration.ofMillis(1));

    assertThat(server.calls).hasSize(3);
  }

  @Test
  void triesAgainWhenTheServerDoesNotAnswerItsOffer() {
    offer().start();
    fixture.loop.run();

    fixture.loop.advance(ClientOptions.defaults().deadline());

    assertThat(server.last().isCancelled()).isTrue();
    fixture.loop.advance(Duration.ofMillis(200));
    assertThat(server.calls).hasSize(2);
  }

  @Test
  void dropsWhatRanOnAConnectionThatBroke() {
    Worker worker = start(waiting());
    server.last().lease("7", 3, "wait", "");
    fixture.loop.run();

    server.last().fail(Status.UNAVAILABLE);
    until(() -> worker.running() == 0);
    fixture.loop.advance(Duration.ofMillis(200));
    server.last().ready(HEARTBEAT);
    fixture.loop.advance(Duration.ofSeconds(1));

    assertThat(interrupted.getCount()).isZero();
    assertThat(server.last().failed()).isEmpty();
    assertThat(server.last().completed()).isEmpty();
  }

  @Test
  void endsWithAnErrorThatNoRetryCanMend() {
    Worker worker = start(offer());

    server.last().fail(Status.INVALID_ARGUMENT.withDescription("no such form"));
    fixture.loop.run();

    assertThatThrownBy(worker::join).hasMessageContaining("no such form");
    fixture.loop.advance(Duration.ofMinutes(1));
    assertThat(server.calls).hasSize(1);
  }

  @Test
  void closesOnceWhatRunsIsSettled() throws InterruptedException {
    Worker worker = start(waiting());
    server.last().lease("7", 3, "wait", "");
    fixture.loop.run();
    Thread closing = closing(worker);
    until(() -> !server.last().heard(WorkRequest::hasDrain).isEmpty());

    release.countDown();
    until(() -> !server.last().completed().isEmpty());
    assertThat(server.last().halfClosed).isFalse();
    server.last().settle("7", 3, true);
    until(() -> server.last().halfClosed);
    server.last().complete();
    fixture.loop.run();

    closing.join();
    assertThat(interrupted.getCount()).isEqualTo(1);
    fixture.loop.advance(Duration.ofMinutes(1));
    assertThat(server.calls).hasSize(1);
  }

  @Test
  void waitsForWhatRunsNoLongerThanItsDrainTime() throws InterruptedException {
    Worker worker = start(waiting().drainTime(Duration.ofSeconds(5)));
    server.last().lease("7", 3, "wait", "");
    fixture.loop.run();
    Thread closing = closing(worker);
    until(() -> !server.last().heard(WorkRequest::hasDrain).isEmpty());

    fixture.loop.advance(Duration.ofSeconds(5));

    closing.join();
    assertThat(server.last().isCancelled()).isTrue();
    until(() -> interrupted.getCount() == 0);
  }

  @Test
  void closesAtOnceWhenThereIsNoConnection() throws InterruptedException {
    Worker worker = offer().start();
    Thread closing = closing(worker);
    until(() -> !closing.isAlive());

    worker.join();
    assertThat(fixture.loop.timers()).isZero();
  }

  @Test
  void isCutWithTheClient() {
    start(waiting());
    server.last().lease("7", 3, "wait", "");
    fixture.loop.run();

    fixture.client.close();
    until(() -> interrupted.getCount() == 0);

    assertThat(fixture.loop.timers()).isZero();
  }

  @Test
  void refusesAnOfferThatCannotBe() {
    assertThatThrownBy(() -> fixture.client.worker("")).hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> offer().slots(0)).hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> offer().handle("upper", context -> NOTHING))
        .hasMessageContaining("upper");
    assertThatThrownBy(() -> fixture.client.worker("w").start())
        .hasMessageContaining("has no handler");
  }

  private WorkerOffer offer() {
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
  private WorkerOffer waiting() {
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

  private WorkerOffer throwing(Throwable thrown) {
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

  private Worker start(WorkerOffer offer) {
    Worker worker = offer.start();
    fixture.loop.run();
    server.last().ready(HEARTBEAT);
    fixture.loop.run();
    return worker;
  }

  private static Thread closing(Worker worker) {
    Thread thread = new Thread(worker::close);
    thread.start();
    return thread;
  }

  /** Lets the loop run until handlers on their own threads have come so far. */
  private void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      fixture.loop.run();
      Thread.onSpinWait();
    }
  }
}
