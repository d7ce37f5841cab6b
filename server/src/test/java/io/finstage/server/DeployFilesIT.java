package io.finstage.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploy/ offers to Prometheus and Grafana fits the server. */
@Timeout(120)
class DeployFilesIT {

  private static final Path DEPLOY = Path.of("../deploy");
  private static final String RULES = "prometheus/finstage.rules.yml";
  private static final String DASHBOARD = "grafana/finstage.json";
  private static final Pattern NAME = Pattern.compile("finstage_[a-z0-9_]+");
  private static final Pattern TYPE = Pattern.compile("# TYPE (finstage_[a-z0-9_]+) (\\w+)");

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(Map.of());
    // Readings of the machine come with the first look.
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> server.sample("finstage_process_memory_bytes") > 0);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {RULES, DASHBOARD})
  void everyReadingThatIsNamedExists(String file) throws IOException {
    Set<String> named =
        NAME.matcher(Files.readString(DEPLOY.resolve(file)))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).hasSizeGreaterThan(10);
    named.removeAll(samples());
    assertThat(named).isEmpty();
  }

  /** Names that samples may have, buckets, sums and counts of histograms among them. */
  private static Set<String> samples() {
    Set<String> names = new TreeSet<>();
    TYPE.matcher(server.page())
        .results()
        .forEach(type -> {
          names.add(type.group(1));
          if (type.group(2).equals("histogram")) {
            names.addAll(
                Set.of(
                    type.group(1) + "_bucket", type.group(1) + "_sum", type.group(1) + "_count"));
          }
        });
    return names;
  }

  @Test
  void theDashboardIsWhatGrafanaReads() throws IOException {
    JsonObject dashboard =
        JsonParser.parseString(Files.readString(DEPLOY.resolve(DASHBOARD))).getAsJsonObject();

    assertThat(dashboard.get("title").getAsString()).isEqualTo("Finstage");
    assertThat(dashboard.getAsJsonArray("panels")).hasSizeGreaterThan(20);
  }

  @Test
  void promtoolFindsNoFault() throws IOException, InterruptedException {
    Path config = DEPLOY.resolve("prometheus/prometheus.yml");

    Outcome outcome = promtool("check", "config", config.toString());

    assertThat(outcome.status).as(outcome.said).isZero();
    assertThat(outcome.said).contains("rules found").doesNotContain("FAILED");
  }

  @Test
  void alertsFireAndAreResolvedAsTheirTestSays() throws IOException, InterruptedException {
    Path rules = DEPLOY.resolve("prometheus/finstage.rules.test.yml");

    Outcome outcome = promtool("test", "rules", rules.toString());

    assertThat(outcome.status).as(outcome.said).isZero();
  }

  @Test
  void promtoolReadsThePage() throws IOException, InterruptedException {
    Path page = Files.createTempFile("metrics", ".txt");
    // What Helidon's own meters say is not ours.
    Files.writeString(
        page,
        server
            .page()
            .lines()
            .filter(line -> line.contains("finstage_"))
            .collect(Collectors.joining("\n", "", "\n")));

    Outcome outcome = promtool(page, "check", "metrics");

    assertThat(outcome.said).as("%s", outcome.said).doesNotContain("error while linting");
  }

  private record Outcome(int status, String said) {}

  private static Outcome promtool(String... arguments) throws IOException, InterruptedException {
    return promtool(Path.of("/dev/null"), arguments);
  }

  private static Outcome promtool(Path input, String... arguments)
      throws IOException, InterruptedException {
    Optional<Path> promtool =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeThat(promtool).as("promtool is installed").isPresent();
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(promtool.stream().map(Path::toString), Arrays.stream(arguments))
                .toList());
    Process process = builder.redirectInput(input.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), said);
  }
}
