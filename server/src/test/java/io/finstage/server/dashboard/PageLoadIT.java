package io.finstage.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.server.LaunchedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the page costs the machine that shows it: started by hand, as CONTRIBUTING.md says. */
@EnabledIf(
    value = "io.finstage.server.dashboard.Browser#isInstalled",
    disabledReason = Browser.MISSING)
@EnabledIfSystemProperty(
    named = "finstage.page.seconds",
    matches = "\\d+",
    disabledReason = "a measurement: -Dfinstage.page.seconds=30")
class PageLoadIT {

  private static final Duration MEASURED =
      Duration.ofSeconds(Integer.getInteger("finstage.page.seconds", 30));
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int SYMBOLS = 2_000;

  @TempDir private Path folder;

  @Test
  void twoThousandSymbolsAtFiveThousandUpdatesTakeLessThanACore() {
    String symbols =
        IntStream.range(0, SYMBOLS).mapToObj("S%04d"::formatted).collect(Collectors.joining(","));
    try (LaunchedServer server =
            LaunchedServer.start(
                folder, "--feed.simulated.symbols=" + symbols, "--feed.simulated.rate=5000");
        Browser browser = Browser.open()) {
      browser.open("http://127.0.0.1:" + server.port() + "/");
      browser.text(".summary", it -> it.startsWith("2,001 symbols"));
      pause(WARM_UP);
      browser.run(
          "window.frames = 0; (function count() { window.frames++; requestAnimationFrame(count); })()");
      long frames = number(browser, "window.frames");
      Duration before = browser.rendererTime();
      Instant start = Instant.now();
      pause(MEASURED);
      double seconds = Duration.between(start, Instant.now()).toMillis() / 1e3;
      double cores = browser.rendererTime().minus(before).toMillis() / 1e3 / seconds;
      double perSecond = (number(browser, "window.frames") - frames) / seconds;
      System.out.printf(
          "renderer %.2f cores, %.0f frames/s, %s updates/s, first paint %d ms, first price %d ms%n",
          cores,
          perSecond,
          browser.text("#rate"),
          number(browser, "Math.round(performance.getEntriesByType('paint')[0].startTime)"),
          number(browser, "Math.round(performance.getEntriesByName('first price')[0].startTime)"));
      assertThat(cores).as("cores of the renderer").isLessThan(1);
      assertThat(perSecond).as("frames per second").isGreaterThan(30);
    }
  }

  @Test
  void anHoursReplayLeavesTheMemoryFlat() throws IOException {
    int speed = (int) Math.max(10, 3_600 / MEASURED.toSeconds());
    try (LaunchedServer server =
            LaunchedServer.start(
                folder,
                "--feed.source=replay",
                "--feed.replay.file=" + hour(),
                "--feed.replay.speed=" + speed,
                "--feed.replay.wait-for-subscriber=true");
        Browser browser = Browser.open()) {
      browser.open("http://127.0.0.1:" + server.port() + "/#/market");
      browser.text(".summary", it -> it.startsWith("51 symbols"));
      browser.go("#/market/R00/1m/rsi(14)");
      browser.find(".studies li");
      browser.go("#/market");
      pause(MEASURED.dividedBy(4));
      long early = browser.heapBytes();
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> server.errors().contains("FINISHED"));
      long late = browser.heapBytes();
      System.out.printf("heap after a quarter %,d bytes, at the end %,d bytes%n", early, late);
      assertThat(late).as("bytes of JavaScript").isLessThan(early + 2_000_000);
    }
  }

  /** Trades of an hour of 50 symbols, 20 a second. */
  private Path hour() throws IOException {
    Path file = folder.resolve("hour.csv");
    Random random = new Random(1);
    double[] prices = new double[50];
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.println("event_time_ms,symbol,price,size");
      for (long at = 0; at < 3_600_000; at += 50) {
        int symbol = random.nextInt(prices.length);
        prices[symbol] += random.nextGaussian() / 100;
        out.printf("%d,R%02d,%.2f,100%n", 1_381_152_600_000L + at, symbol, 100 + prices[symbol]);
      }
    }
    return file;
  }

  private static long number(Browser browser, String expression) {
    return ((Number) browser.run("return " + expression)).longValue();
  }

  /** What is measured is what happens meanwhile. */
  private static void pause(Duration time) {
    Instant end = Instant.now().plus(time);
    await()
        .atMost(time.plusSeconds(30))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> Instant.now().isAfter(end));
  }
}
