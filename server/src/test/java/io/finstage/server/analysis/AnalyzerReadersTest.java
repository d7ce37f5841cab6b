package io.finstage.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.server.analysis.AnalysisRequest.Spec;
import io.finstage.server.analysis.AnalysisRequest.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One permit, a queue of one, and readers that are slow. */
@Timeout(30)
class AnalyzerReadersTest {

  private static final List<String> MANY = IntStream.range(0, 100).mapToObj(i -> "S" + i).toList();

  /** With room for two analyses that wait for their readers. */
  private static final AnalysisConfig CONFIG =
      new AnalysisConfig(
          2,
          1,
          1,
          500,
          20,
          100_000,
          300_000,
          1_000_000,
          2 * Unread.BYTES_MIN,
          Duration.ofSeconds(20));

  private final AtomicReference<BarSource> store =
      new AtomicReference<>((symbol, interval, from, to, max) -> Bars.walk(100, 1));
  private final Analyzer analyzer =
      new Analyzer(
          CONFIG,
          (symbol, interval, from, to, max) -> store.get().bars(symbol, interval, from, to, max),
          () -> Instant.EPOCH);
  private final List<SymbolAnalysis> answers = new ArrayList<>();

  @AfterEach
  void close() {
    analyzer.close();
  }

  private static AnalysisRequest request(List<String> symbols) {
    return new AnalysisRequest(
        symbols,
        List.of(),
        "1m",
        Optional.empty(),
        Optional.empty(),
        List.of(new Spec("sma(2)", Map.of(), "")),
        List.of(),
        new Window.Last());
  }

  private Optional<Fault> analyze(List<String> symbols) throws InterruptedException {
    return analyzer.analyze(request(symbols), Function.identity(), answers::add, new Stop());
  }

  /** An analysis whose reader takes nothing until {@code reads}. */
  private CompletableFuture<Optional<Fault>> slowly(List<String> symbols, CountDownLatch reads) {
    return slowly(symbols, reads, new Stop());
  }

  private CompletableFuture<Optional<Fault>> slowly(
      List<String> symbols, CountDownLatch reads, Stop stop) {
    CompletableFuture<Optional<Fault>> ended = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        ended.complete(
            analyzer.analyze(request(symbols), Function.identity(), answer -> hold(reads), stop));
      } catch (InterruptedException e) {
        ended.completeExceptionally(e);
      }
    });
    return ended;
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aReaderThatDoesNotReadHoldsNeitherAThreadNorThePermit() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    CompletableFuture<Optional<Fault>> slow = slowly(MANY, reads);
    await().until(() -> analyzer.stats().unread() == 1);
    assertThat(analyzer.stats().inFlight()).isZero();

    assertThat(analyze(MANY)).isEmpty();

    assertThat(answers).hasSize(100);
    assertThat(slow).isNotDone();
    reads.countDown();
    assertThat(slow.get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(analyzer.stats().unread()).isZero();
    assertThat(analyzer.stats().inFlight()).isZero();
  }

  @Test
  void withNoRoomForMoreThatIsUnreadAnAnalysisKeepsItsPermit() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    List<CompletableFuture<Optional<Fault>>> slow = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      slow.add(slowly(MANY, reads));
      int parked = i;
      await().until(() -> analyzer.stats().unread() == parked);
    }
    slow.add(slowly(MANY, reads));
    await().until(() -> analyzer.stats().inFlight() == 1);
    slow.add(slowly(List.of("S"), reads));
    await().until(() -> analyzer.stats().queued() == 1);

    reads.countDown();

    for (CompletableFuture<Optional<Fault>> each : slow) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isEmpty();
    }
    assertThat(analyzer.stats().unread()).isZero();
    assertThat(analyzer.stats().inFlight()).isZero();
  }

  @Test
  void aStopWhileItWaitsToGoOnEndsAnAnalysis() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    Stop stop = new Stop();
    CompletableFuture<Optional<Fault>> slow = slowly(MANY, reads, stop);
    await().until(() -> analyzer.stats().unread() == 1);
    CountDownLatch computed = new CountDownLatch(1);
    store.set((symbol, interval, from, to, max) -> {
      hold(computed);
      return Bars.walk(100, 1);
    });
    CompletableFuture<Optional<Fault>> other = slowly(List.of("S"), reads);
    await().until(() -> analyzer.stats().inFlight() == 1);
    reads.countDown();
    await().until(() -> analyzer.stats().unread() == 0);

    stop.stop();

    assertThat(slow.get(10, TimeUnit.SECONDS)).isEmpty();
    computed.countDown();
    assertThat(other.get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(analyzer.stats().inFlight()).isZero();
  }

  @Test
  void whoComesWhenTheQueueIsFullIsToldWhenToComeAgain() throws Exception {
    CountDownLatch computed = new CountDownLatch(1);
    store.set((symbol, interval, from, to, max) -> {
      hold(computed);
      return Bars.walk(100, 1);
    });
    CountDownLatch reads = new CountDownLatch(0);
    List<CompletableFuture<Optional<Fault>>> before =
        List.of(slowly(List.of("S"), reads), slowly(List.of("S"), reads));
    await().until(() -> analyzer.stats().inFlight() == 1 && analyzer.stats().queued() == 1);

    Fault fault = analyze(List.of("S")).orElseThrow();

    assertThat(fault.code()).isEqualTo(Fault.Code.RESOURCE_EXHAUSTED);
    assertThat(fault.reason()).isEqualTo("ANALYSIS_QUEUE_MAX");
    assertThat(fault.metadata()).containsEntry(Fault.RETRY_AFTER_MS, "500");
    computed.countDown();
    for (CompletableFuture<Optional<Fault>> each : before) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isEmpty();
    }
  }
}
