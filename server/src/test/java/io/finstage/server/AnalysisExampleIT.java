package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.FinstageClient;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java examples of docs/analysis.md run, and stand there as they run. */
@Timeout(60)
class AnalysisExampleIT {

  private static final Path SOURCE =
      Path.of("src/test/java/io/finstage/server/AnalysisExample.java");
  private static final Path PAGE = Path.of("../docs/analysis.md");

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static RunningServer server;

  /** A trade a second, for so long that an RSI of minutes has values. */
  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(Map.of("data.dir", folder.toString()));
    ManagedChannel channel =
        Grpc.newChannelBuilder(address(), InsecureChannelCredentials.create()).build();
    try {
      new TradeTape(channel, "SPY").play(1201);
    } finally {
      channel.shutdownNow();
    }
    try (FinstageClient client = FinstageClient.connect(address())) {
      await().atMost(Duration.ofSeconds(30)).until(() -> client.listBars("SPY", "1m").size() == 20);
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String address() {
    return "127.0.0.1:" + server.port();
  }

  private static String printed(Consumer<String> example) {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      example.accept(address());
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theAnalysisPrintsAnRsiAndEachFailure() {
    assertThat(printed(AnalysisExample::analyze))
        .containsPattern("SPY: \\[[0-9.]+, [0-9.]+, [0-9.]+]")
        .contains("NOPE: no 1m bars of NOPE in the store");
  }

  @Test
  void theLiveRsiIsPrinted() {
    assertThat(printed(AnalysisExample::listen)).matches("2013-10-07T13:50:00Z false [0-9.]+\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"analyze", "live"})
  void anExampleStandsInThePageWordForWord(String name) throws Exception {
    String example =
        between(Files.readString(SOURCE), "// " + name + ":begin\n", "// " + name + ":end");
    String shown =
        between(
            Files.readString(PAGE),
            "<!-- " + name + ":begin -->\n```java\n",
            "```\n<!-- " + name + ":end -->");

    assertThat(shown).isEqualTo(example.stripIndent().stripTrailing() + "\n");
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin);
    int to = text.indexOf(end, from);
    assertThat(from).as(begin).isNotNegative();
    assertThat(to).as(end).isNotNegative();
    return text.substring(from + begin.length(), to);
  }
}
