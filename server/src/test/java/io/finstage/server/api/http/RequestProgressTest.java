package io.finstage.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestProgressTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final RequestProgress progress = new RequestProgress(START);

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private boolean overdueAt(int second) {
    return progress.overdue(at(second), TIMEOUT);
  }

  @Test
  void aConnectionThatNeverSaysAnythingIsOverdueAfterTheTimeout() {
    progress.waiting(false);

    assertThat(overdueAt(9)).isFalse();
    assertThat(overdueAt(10)).isTrue();
  }

  @Test
  void theFirstByteGivesTheRequestItsOwnTime() {
    progress.waiting(false);
    progress.received(at(9));
    progress.waiting(false);

    assertThat(overdueAt(18)).isFalse();
    assertThat(overdueAt(19)).isTrue();
  }

  @Test
  void furtherBytesOfTheSameRequestDoNotBuyTime() {
    for (int second = 1; second < 10; second++) {
      progress.waiting(false);
      progress.received(at(second));
    }
    progress.waiting(false);

    assertThat(overdueAt(10)).isFalse();
    assertThat(overdueAt(11)).isTrue();
  }

  @Test
  void aConnectionThatIsIdleBetweenRequestsIsNotOverdue() {
    progress.received(at(1));
    progress.requestBegan(at(1));
    progress.waiting(true);

    assertThat(overdueAt(1000)).isFalse();
  }

  @Test
  void aRequestAfterAnIdleTimeHasTheWholeTimeout() {
    progress.received(at(1));
    progress.requestBegan(at(1));
    progress.waiting(true);
    progress.received(at(100));
    progress.waiting(false);

    assertThat(overdueAt(109)).isFalse();
    assertThat(overdueAt(110)).isTrue();
  }

  @Test
  void aFirstLineThatComesSlowlyDoesNotStartTheTimeAnew() {
    progress.received(at(1));
    progress.waiting(false);
    progress.received(at(8));
    progress.requestBegan(at(8));
    progress.waiting(false);

    assertThat(overdueAt(11)).isTrue();
  }

  @Test
  void aRequestThatFollowsWithoutAPauseStartsTheTimeAnew() {
    progress.received(at(1));
    progress.requestBegan(at(1));
    progress.requestBegan(at(8));
    progress.waiting(false);

    assertThat(overdueAt(17)).isFalse();
    assertThat(overdueAt(18)).isTrue();
  }

  @Test
  void aHandlerThatTakesItsTimeIsNotTheClientsFault() {
    progress.waiting(false);
    progress.received(at(1));

    assertThat(overdueAt(1000)).isFalse();
  }

  @Test
  void aConversationIsNoLongerWatched() {
    progress.received(at(1));
    progress.exempt();
    progress.waiting(false);

    assertThat(overdueAt(1000)).isFalse();
  }
}
