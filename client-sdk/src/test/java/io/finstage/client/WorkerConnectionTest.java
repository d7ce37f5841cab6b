package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.proto.v1.WorkRequest;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker whose connection is silent, breaks or is closed. */
@Timeout(30)
class WorkerConnectionTest extends WorkerScene {

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
}
