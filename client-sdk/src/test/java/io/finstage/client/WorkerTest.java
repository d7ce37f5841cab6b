package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.proto.v1.WorkRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerTest extends WorkerScene {

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
    byte[] tooLarge = new byte[FakeWork.RESULT_BYTES_MAX + 1];
    start(fixture.client.worker("w").handle("bad", context -> tooLarge));

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
  void refusesAnOfferThatCannotBe() {
    assertThatThrownBy(() -> fixture.client.worker("")).hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> offer().slots(0)).hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> offer().handle("upper", context -> NOTHING))
        .hasMessageContaining("upper");
    assertThatThrownBy(() -> fixture.client.worker("w").start())
        .hasMessageContaining("has no handler");
  }
}
