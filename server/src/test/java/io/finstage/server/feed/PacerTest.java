package io.finstage.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacerTest {

  /** Every look at the clock moves it on by a microsecond, so that no test waits long. */
  private final AtomicLong nanos = new AtomicLong();

  private final Pacer pacer = Pacer.of(() -> nanos.addAndGet(1_000));

  @Test
  void returnsOnceTheDeadlineIsReached() throws InterruptedException {
    pacer.until(50_000);
    assertThat(nanos.get()).isBetween(50_000L, 51_000L);
  }

  @Test
  void returnsAtOnceFromADeadlineThatIsPast() throws InterruptedException {
    pacer.until(-5);
    assertThat(nanos.get()).isEqualTo(1_000);
  }

  @Test
  void givesUpWhenItsThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pacer.until(Long.MAX_VALUE)).isInstanceOf(InterruptedException.class);
  }
}
