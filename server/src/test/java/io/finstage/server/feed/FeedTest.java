package io.finstage.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.feed.ScriptedSource.Script;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import io.finstage.server.market.Trade;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The test takes the supervisor's steps itself, and waits for a run by joining its thread. */
class FeedTest {

  private static final Instant T0 = ManualTime.START;

  private final ManualTime time = new ManualTime(Duration.ofDays(1));
  private final RecordingSink sink = new RecordingSink();
  private final LinkedBlockingDeque<Thread> threads = new LinkedBlockingDeque<>();
  private final ThreadFactory recorded =
      work -> {
        Thread thread = Thread.ofVirtual().unstarted(work);
        threads.add(thread);
        return thread;
      };

  @Test
  void countsTheTicksThatTheSinkTook() throws Exception {
    Feed feed = feed(ScriptedSource.live(emitting("SPY", "IBM", "SPY")));
    run(feed);
    assertThat(feed.stats().ticks()).isEqualTo(3);
    assertThat(sink.seen).containsExactly("SPY", "IBM", "SPY");
  }

  @Test
  void countsWhatTheSourceAndTheSinkRefuse() throws Exception {
    sink.refuseFromNowOn(RefusalReason.SYMBOLS_MAX);
    Feed feed =
        feed(
            ScriptedSource.live(intake -> {
              intake.refused(RefusalReason.ROW_MALFORMED);
              intake.refused(RefusalReason.ROW_MALFORMED);
              return emitting("SPY").run(intake);
            }));
    run(feed);
    assertThat(feed.stats().ticks()).isZero();
    assertThat(feed.stats().refused())
        .isEqualTo(Map.of(RefusalReason.ROW_MALFORMED, 2L, RefusalReason.SYMBOLS_MAX, 1L));
  }

  @Test
  void keepsATickFromTheSinkThatGoesBackwards() throws Exception {
    Feed feed =
        feed(
            ScriptedSource.live(intake -> {
              intake.accept(tick("SPY", T0), T0);
              intake.accept(tick("SPY", T0.minusSeconds(60)), T0);
              return new Ending.Finished();
            }));
    run(feed);
    assertThat(sink.seen).containsExactly("SPY");
    assertThat(feed.stats().refused()).isEqualTo(Map.of(RefusalReason.TIMESTAMP_BACKWARD, 1L));
  }

  @Test
  void measuresHowOldTheLastTickWas() throws Exception {
    Feed feed =
        feed(
            ScriptedSource.live(intake -> {
              intake.accept(tick("SPY", T0), T0.plusMillis(250));
              return new Ending.Finished();
            }));
    assertThat(feed.stats().sourceAge()).isEmpty();
    run(feed);
    assertThat(feed.stats().sourceAge()).contains(Duration.ofMillis(250));
  }

  @Test
  void givesAReplayNoSourceAge() throws Exception {
    Feed feed = feed(ScriptedSource.recorded(emitting("SPY")));
    run(feed);
    assertThat(feed.stats().ticks()).isEqualTo(1);
    assertThat(feed.stats().sourceAge()).isEmpty();
  }

  @Test
  void finishesWithItsSource() throws Exception {
    Feed feed = feed(ScriptedSource.recorded(emitting("SPY")));
    run(feed);
    assertThat(feed.step()).isEmpty();
    assertThat(feed.stats().state()).isEqualTo(FeedState.FINISHED);
  }

  @Test
  void tellsEverySymbolOfTheGapOnceWhenTheSourceIsBack() throws Exception {
    Feed feed =
        feed(
            ScriptedSource.live(
                emitting(new Ending.Lost("gone"), "SPY", "IBM"),
                emitting(new Ending.Lost("gone again")),
                emitting("SPY", "SPY")));
    run(feed);
    fail(feed);
    fail(feed);
    assertThat(sink.seen.subList(0, 2)).containsExactly("SPY", "IBM");
    assertThat(sink.seen.subList(2, 4)).containsExactlyInAnyOrder("gap SPY", "gap IBM");
    assertThat(sink.seen.subList(4, 6)).containsExactly("SPY", "SPY");
    assertThat(feed.stats().gaps()).isEqualTo(2);
    assertThat(feed.stats().restarts()).isEqualTo(2);
  }

  @Test
  void tellsNoGapToASymbolThatIsNamedForTheFirstTimeAfterARestart() throws Exception {
    Feed feed =
        feed(ScriptedSource.live(emitting(new Ending.Lost("gone"), "SPY"), emitting("IBM")));
    run(feed);
    fail(feed);
    assertThat(sink.seen).containsExactly("SPY", "gap SPY", "IBM");
  }

  @Test
  void tellsNoGapBetweenTwoPassesAndLetsTimeStartOver() throws Exception {
    Script pass =
        intake -> {
          intake.accept(tick("SPY", T0.minusSeconds(3600)), T0);
          intake.accept(tick("SPY", T0), T0);
          return new Ending.Again();
        };
    Feed feed = feed(ScriptedSource.recorded(pass, pass));
    run(feed);
    run(feed);
    assertThat(sink.seen).containsExactly("SPY", "SPY", "SPY", "SPY");
    assertThat(feed.stats().restarts()).isZero();
  }

  @Test
  void handsOnAGapThatTheSourceKnowsOf() throws Exception {
    Feed feed =
        feed(
            ScriptedSource.live(intake -> {
              intake.gap(new Symbol("SPY"));
              return new Ending.Finished();
            }));
    run(feed);
    assertThat(sink.seen).containsExactly("gap SPY");
  }

  @Test
  void backsOffWhenTheSourceLosesItsUpstream() throws Exception {
    Feed feed =
        feed(
            ScriptedSource.live(_ -> {
              throw new IOException("connection\nreset");
            }));
    run(feed);
    feed.step();
    assertThat(feed.stats().state()).isEqualTo(FeedState.BACKING_OFF);
    assertThat(feed.stats().reason()).contains("connection\\u000areset").doesNotContain("\n");
  }

  @Test
  void backsOffWhenTheSourceThrows() throws Exception {
    Feed feed =
        feed(
            ScriptedSource.live(_ -> {
              throw new IllegalStateException("a bug");
            }));
    run(feed);
    feed.step();
    assertThat(feed.stats().state()).isEqualTo(FeedState.BACKING_OFF);
    assertThat(feed.stats().reason()).contains("a bug");
  }

  @Test
  void givesUpAMuteSourceAndStartsItAgain() throws Exception {
    Feed feed = feed(ScriptedSource.live(FeedTest::silent, emitting("SPY")));
    feed.step();
    time.advance(FeedConfig.defaults().muteTimeout());
    feed.step();
    assertThat(feed.stats().state()).isEqualTo(FeedState.MUTE);
    joinLast();
    fail(feed);
    assertThat(sink.seen).containsExactly("SPY");
  }

  @Test
  void saysThatItWaitsForASubscriber() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Feed feed =
        feed(
            ScriptedSource.recorded(intake -> {
              intake.waitingForSubscriber();
              waiting.countDown();
              return silent(intake);
            }));
    feed.step();
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
    feed.step();
    assertThat(feed.stats().state()).isEqualTo(FeedState.WAITING_FOR_SUBSCRIBER);
    feed.close();
  }

  @Test
  void interruptsItsSourceWhenItIsClosed() throws Exception {
    Feed feed = feed(ScriptedSource.live(FeedTest::silent));
    feed.step();
    feed.close();
    joinLast();
    assertThat(feed.stats().state()).isEqualTo(FeedState.CLOSED);
    assertThat(feed.step()).isEmpty();
  }

  @Test
  void runsByItselfOnceStarted() throws Exception {
    Feed feed = feed(ScriptedSource.recorded(emitting(new Ending.Again(), "SPY"), emitting("IBM")));
    feed.start();
    assertThat(threads.getFirst().join(Duration.ofSeconds(10))).isTrue();
    assertThat(sink.seen).containsExactly("SPY", "IBM");
    assertThat(feed.stats().state()).isEqualTo(FeedState.FINISHED);
  }

  private Feed feed(MarketDataSource source) {
    return new Feed(source, sink, FeedConfig.defaults(), time, new SplittableRandom(3), recorded);
  }

  /** Starts a run and waits until it has ended. */
  private void run(Feed feed) throws InterruptedException {
    feed.step();
    joinLast();
  }

  /** Takes note of an ended run, waits the backoff out, and runs the next to its end. */
  private void fail(Feed feed) throws InterruptedException {
    feed.step();
    assertThat(feed.stats().state()).isEqualTo(FeedState.BACKING_OFF);
    time.advance(FeedConfig.defaults().backoff().max());
    run(feed);
  }

  private void joinLast() throws InterruptedException {
    assertThat(threads.getLast().join(Duration.ofSeconds(10))).isTrue();
  }

  private static Script emitting(String... symbols) {
    return emitting(new Ending.Finished(), symbols);
  }

  private static Script emitting(Ending ending, String... symbols) {
    return intake -> {
      for (String symbol : symbols) {
        intake.accept(tick(symbol, T0), T0);
      }
      return ending;
    };
  }

  private static Ending silent(Intake intake) throws InterruptedException {
    new CountDownLatch(1).await();
    return new Ending.Finished();
  }

  private static Tick tick(String symbol, Instant at) {
    return new Trade(new Symbol(symbol), 1, 1, at);
  }
}
