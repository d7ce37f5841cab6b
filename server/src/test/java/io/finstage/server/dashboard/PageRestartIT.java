package io.finstage.server.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.LaunchedServer;
import io.finstage.server.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Servers and sources that fail, and the page that nobody reloads. */
@Timeout(180)
@EnabledIf(
    value = "io.finstage.server.dashboard.Browser#isInstalled",
    disabledReason = Browser.MISSING)
class PageRestartIT {

  private static final String LAST = ".rows .row:not([hidden]):has(a[href='#/market/SPY']) .last";

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @Test
  void thePageRecoversByItselfFromAServerThatIsKilledAndStarted() throws Exception {
    String[] settings = {
      "--server.port=" + freePort(), "--feed.simulated.symbols=SPY", "--feed.simulated.rate=20"
    };
    try (LaunchedServer first = LaunchedServer.start(folder, settings)) {
      browser.open("http://127.0.0.1:" + first.port() + "/");
      browser.text(LAST, it -> it.contains("."));
      browser.run("window.sameDocument = true");
      first.kill();
      browser.text("#state", it -> it.startsWith("Disconnected"));
      assertThat(browser.find("html").getAttribute("data-state")).isEqualTo("reconnecting");
    }
    try (LaunchedServer second = LaunchedServer.start(folder, settings)) {
      browser.text("#state", "Live again; the server was restarted"::equals);
      String price = browser.text(LAST, it -> it.contains("."));
      browser.text(LAST, it -> !it.equals(price) && it.contains("."));
      assertThat(browser.run("return window.sameDocument")).isEqualTo(true);

      second.terminate();
      browser.text("#state", it -> it.startsWith("Disconnected"));
    }
  }

  @Test
  void aServerThatSaysNothingIsStaleUntilItSpeaksAgain() throws Exception {
    try (LaunchedServer server = LaunchedServer.start(folder, "--hub.heartbeat-interval=3s")) {
      browser.open("http://127.0.0.1:" + server.port() + "/");
      browser.text("#state", "Live"::equals);
      server.freeze();
      browser.text("#state", "Stale: the server is silent"::equals);
      server.thaw();
      browser.text("#state", it -> it.startsWith("Live"));
    }
  }

  @Test
  void aSourceThatFailsIsSaidInPlainWords() throws Exception {
    Path tape = folder.resolve("tape.csv.gz");
    Files.write(tape, damaged());
    Map<String, String> settings =
        Map.of(
            "feed.source", "replay",
            "feed.replay.file", tape.toString(),
            "feed.replay.speed", "max",
            "feed.backoff-min", "30s");
    try (RunningServer server = RunningServer.start(settings)) {
      browser.open("http://127.0.0.1:" + server.port() + "/");
      browser.text("#state", it -> it.startsWith("Source replay is stale: "));
    }
  }

  /** Trades that compress badly, without the second half of the file. */
  private static byte[] damaged() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream lines = new PrintStream(new GZIPOutputStream(out), false, UTF_8)) {
      lines.print("event_time_ms,symbol,price,size\n");
      for (int second = 1; second < 20_000; second++) {
        lines.print(second * 1_000 + ",SPY," + (1 + random.nextInt(10_000)) + ",1\n");
      }
    }
    return Arrays.copyOf(out.toByteArray(), out.size() / 2);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
