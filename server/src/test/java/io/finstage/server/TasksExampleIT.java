package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of tasks in both READMEs run, and stand there as they run. */
@Timeout(60)
class TasksExampleIT {

  private static final Path SOURCE = Path.of("src/test/java/io/finstage/server/TasksExample.java");

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Takes the address of a server. */
  private interface Example {

    void run(String server) throws InterruptedException;
  }

  private static String printed(Example example) throws InterruptedException {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      example.run("127.0.0.1:" + server.port());
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTaskGivesItsResult() throws InterruptedException {
    assertThat(printed(TasksExample::submit)).isEqualTo("{\"say\":\"hello\"}\n");
  }

  @Test
  void aWorkerRunsAKindOfItsOwn() throws InterruptedException {
    assertThat(printed(TasksExample::work)).isEqualTo("{\"SAY\":\"HELLO\"}\n");
  }

  @ParameterizedTest
  @CsvSource({"submit, ../README.md", "work, ../client-sdk/README.md"})
  void anExampleStandsInThePageWordForWord(String name, String page) throws Exception {
    String example =
        between(Files.readString(SOURCE), "// " + name + ":begin\n", "// " + name + ":end");
    String shown =
        between(
            Files.readString(Path.of(page)),
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
