package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.client.FinstageClient;
import io.finstage.client.Task;
import io.finstage.client.TaskHandle;
import io.finstage.client.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind that ships, through the queue of a whole server, asked for by the SDK. */
@Timeout(120)
class TaskKindsIT {

  private static final String HEADER = "open_time_ms,symbol,open,high,low,close,volume\n";
  private static final long DAY = Instant.parse("2013-10-07T00:00:00Z").toEpochMilli();
  private static final int MINUTES = 300;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private static FinstageClient client;

  @BeforeAll
  static void start() throws Exception {
    Path files = Files.createDirectories(folder.resolve("import"));
    Files.writeString(files.resolve("minutes.csv"), minutes());
    server = RunningServer.start(Map.of("data.dir", folder.toString()));
    client = FinstageClient.connect("127.0.0.1:" + server.port());
    Task ended = run("import-bars", "{'path': 'minutes.csv', 'interval': '1m'}");
    assertThat(ended.resultText()).isEqualTo("{\"imported\":600,\"refused\":0,\"refusals\":[]}");
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  /** Two symbols: one rises by a tenth a minute, the other falls. */
  private static String minutes() throws IOException {
    StringBuilder lines = new StringBuilder(HEADER);
    for (String symbol : new String[] {"FALL", "RISE"}) {
      for (int i = 0; i < MINUTES; i++) {
        int tenths = symbol.equals("RISE") ? 1000 + i : 1000 - i;
        String price = tenths / 10 + "." + tenths % 10;
        lines.append(
            "%d,%s,%4$s,%4$s,%4$s,%4$s,%3$d\n".formatted(DAY + i * 60_000L, symbol, 10 + i, price));
      }
    }
    return lines.toString();
  }

  /** With simple quotes instead of double ones. */
  private static TaskHandle submit(String kind, String payload) {
    return client.tasks().submit(kind, payload.replace('\'', '"')).send();
  }

  private static Task ended(TaskHandle task) throws InterruptedException {
    assertThat(task.await(Duration.ofSeconds(60))).isPresent();
    return task.get();
  }

  private static Task run(String kind, String payload) throws InterruptedException {
    Task task = ended(submit(kind, payload));
    assertThat(task.error()).isEmpty();
    assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
    return task;
  }

  @Test
  void everyKindIsNamed() {
    assertThat(client.tasks().kinds())
        .extracting("name")
        .containsExactlyInAnyOrder(
            "analyze", "echo", "export-bars", "import-bars", "report", "sleep", "webhook");
  }

  @Test
  void echoGivesItsPayloadBack() throws Exception {
    assertThat(run("echo", "anything").resultText()).isEqualTo("anything");
  }

  @Test
  void aSleepThatIsCancelledEndsLongBeforeItsTime() throws Exception {
    TaskHandle task = submit("sleep", "{'millis': 86400000}");
    task.cancel();

    assertThat(ended(task).state()).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void aSleepEnds() throws Exception {
    assertThat(run("sleep", "{'millis': 20}").result()).isEmpty();
  }

  @Test
  void aUniverseIsAnalysed() throws Exception {
    String lines =
        run("analyze", "{'symbols': '*', 'interval': '1m', 'indicators': ['rsi(14)']}")
            .resultText();

    assertThat(lines.lines()).hasSize(2);
    assertThat(lines)
        .contains("{\"symbol\":\"RISE\",\"bars\":300,")
        .contains("[{\"name\":\"rsi\",\"values\":[100.0]}]");
  }

  @Test
  void aReportIsOneFileWithEverySymbol() throws Exception {
    assertThat(run("report", "{'date': '2013-10-07'}").resultText())
        .startsWith("<!doctype html>")
        .contains("Monday, 7 October 2013", ">RISE<", ">FALL<", "+29.90 %", "−29.90 %")
        .endsWith("</html>\n");
  }

  @Test
  void whatWasImportedIsExportedTheSame() throws Exception {
    assertThat(run("export-bars", "{'interval': '1m'}").resultText()).isEqualTo(minutes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sleep | {} | millis must be given",
        "analyze | {\"interval\": \"1m\"} | symbols must be",
        "report | {\"date\": \"2013-10-08\"} | date must be a day of which there are 1m bars",
        "import-bars | {\"path\": \"../tasks.db\", \"interval\": \"1m\"} | path must not leave",
        "export-bars | {\"interval\": \"1y\"} | interval must be one of 1s, 1m",
      })
  void aBadPayloadFailsAtItsFirstAttemptWithTheNameOfTheField(
      String kind, String payload, String error) throws Exception {
    Task task = ended(submit(kind, payload));

    assertThat(task.state()).isEqualTo(TaskState.FAILED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.error()).contains(error);
  }
}
