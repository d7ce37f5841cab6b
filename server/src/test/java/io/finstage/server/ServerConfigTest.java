package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.ServerConfig.Reading.Ready;
import io.finstage.server.ServerConfig.Reading.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {

  @TempDir Path folder;

  @Test
  void withoutAnySettingTheDefaultsHold() {
    assertThat(accepted(Map.of()).listener().port()).isEqualTo(8080);
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "server:\n  port: 1\n");

    assertThat(ready(file, Map.of("FINSTAGE_SERVER_PORT", "2")).listener().port()).isEqualTo(2);
  }

  @Test
  void anArgumentWinsOverTheEnvironment() {
    assertThat(accepted(Map.of("FINSTAGE_SERVER_PORT", "2"), "--server.port=3").listener().port())
        .isEqualTo(3);
  }

  @Test
  void aVariableReachesAKeyWithDashes() {
    assertThat(
            accepted(Map.of("FINSTAGE_SERVER_SHUTDOWN_TIMEOUT", "20s"))
                .listener()
                .shutdownTimeout())
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void theLaunchScriptsOwnVariablesAreNoSettings() {
    assertThat(problems(Map.of("FINSTAGE_JAVA_OPTS", "-Xmx2g"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "FINSTAGE_SERVICE_HOST, 10.0.0.1",
    "FINSTAGE_SERVICE_PORT, 8080",
    "FINSTAGE_SERVICE_PORT_GRPC_WEB, 8080",
    "FINSTAGE_PORT, tcp://10.0.0.1:8080",
    "FINSTAGE_PORT_8080_TCP, tcp://10.0.0.1:8080",
    "FINSTAGE_PORT_8080_TCP_PROTO, tcp",
    "FINSTAGE_PORT_8080_TCP_PORT, 8080",
    "FINSTAGE_PORT_8080_TCP_ADDR, 10.0.0.1"
  })
  void whatKubernetesSetsForAServiceCalledFinstageIsNoSetting(String variable, String value) {
    assertThat(problems(Map.of(variable, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "FINSTAGE_PORT, 8080",
    "FINSTAGE_SERVICE, 10.0.0.1",
    "FINSTAGE_SERVICE_PORT, many",
    "FINSTAGE_PORT_TCP, tcp://10.0.0.1:8080"
  })
  void whatOnlyLooksLikeAServiceLinkIsRefusedStill(String variable, String value) {
    assertThat(problems(Map.of(variable, value)))
        .singleElement()
        .asString()
        .startsWith(variable + " = '" + value + "': unknown key");
  }

  @Test
  void aListMayBeWrittenAsYamlList() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            "websocket:\n  origins:\n    - https://a.org\n    - https://b.org:8443\n");

    assertThat(ready(file, Map.of()).webSocket().origins())
        .containsExactlyInAnyOrder("https://a.org", "https://b.org:8443");
  }

  @Test
  void everyMistakeOfEveryLayerIsListed() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "server:\n  prot: 1\n");

    assertThat(
            problems(
                Optional.of(file),
                Map.of("FINSTAGE_ADMIN_PORT", "70000"),
                "--feed.replay.speed=fast",
                "nonsense"))
        .containsExactly(
            "server.prot = '1': unknown key; did you mean server.port? (" + file + ")",
            "admin.port = '70000': must be a whole number, 0 to 65535"
                + " (environment variable FINSTAGE_ADMIN_PORT)",
            "'nonsense': an argument has the form --key=value",
            "feed.replay.speed = 'fast': must be a number, 0.01 to 1000000, or max (argument)");
  }

  @Test
  void anUnknownVariableIsRefusedWithTheOneThatWasMeant() {
    assertThat(problems(Map.of("FINSTAGE_SERVR_PORT", "1")))
        .containsExactly(
            "FINSTAGE_SERVR_PORT = '1': unknown key; did you mean FINSTAGE_SERVER_PORT?"
                + " (environment variable FINSTAGE_SERVR_PORT)");
  }

  @ParameterizedTest
  @CsvSource({
    "port, server.port",
    "server.connection-max, server.connections-max",
    "feed.replay.waitForSubscriber, feed.replay.wait-for-subscriber",
    "hub.ring_max, hub.ring-max"
  })
  void aSuggestionNamesTheKeyThatWasMeant(String asked, String meant) {
    assertThat(problems(Map.of(), "--" + asked + "=1"))
        .first()
        .asString()
        .contains("did you mean " + meant + "?");
  }

  @Test
  void aNameFarFromAllKeysGetsNoSuggestion() {
    assertThat(problems(Map.of(), "--colour.of.the.banner=1"))
        .containsExactly(
            "colour.of.the.banner = '1': unknown key; --help names the known ones (argument)");
  }

  @ParameterizedTest
  @CsvSource({
    "server.port, -1",
    "server.port, 80 80",
    "server.request-timeout, 10",
    "server.request-timeout, 0s",
    "feed.replay.speed, NaN",
    "feed.replay.speed, 0",
    "feed.replay.loop, yes",
    "feed.source, csv",
    "feed.simulated.symbols, 'A B'",
    "websocket.origins, example.org",
    "websocket.message-bytes-max, 2GiB",
    "server.host, 'a b'",
    "hub.shards, ''"
  })
  void aBadValueIsRefusedWithItsKey(String key, String value) {
    assertThat(problems(Map.of(), "--" + key + "=" + value))
        .singleElement()
        .asString()
        .startsWith(key + " = '" + value + "': must be ");
  }

  @Test
  void aReplayWithoutAFileIsRefused() {
    assertThat(problems(Map.of(), "--feed.source=replay"))
        .containsExactly("feed.replay.file = '': must be set when feed.source is replay (default)");
  }

  @Test
  void aReplayFileThatIsNotThereIsRefusedWithTheFullPath() {
    assertThat(problems(Map.of(), "--feed.source=replay", "--feed.replay.file=no.csv"))
        .singleElement()
        .asString()
        .contains("looked for " + folder.resolve("no.csv"));
  }

  @Test
  void theTwoPortsMustDiffer() {
    assertThat(problems(Map.of(), "--admin.port=8080"))
        .containsExactly("admin.port = '8080': must differ from server.port (argument)");
  }

  @Test
  void controlCharactersOfAValueAreEscaped() {
    assertThat(problems(Map.of(), "--server.port=1\u001b[2J\n2"))
        .singleElement()
        .asString()
        .contains("'1\\u001b[2J\\n2'");
  }

  @Test
  void aFileThatIsNotYamlIsRefusedOnOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "server: [\nport");

    assertThat(problems(Optional.of(file), Map.of()))
        .singleElement()
        .asString()
        .startsWith(file + " is not YAML: ")
        .doesNotContain("\n");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    Path file = folder.resolve("none.yaml");

    assertThat(problems(Optional.of(file), Map.of()))
        .containsExactly("cannot read the file " + file);
  }

  @Test
  void aRelativePathInTheFileStartsAtTheDistribution() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "data:\n  dir: kept\n");

    assertThat(ready(file, Map.of()).database().folder()).isEqualTo(Path.of("/opt/finstage/kept"));
  }

  @Test
  void aRelativePathInAnArgumentStartsAtTheCaller() {
    assertThat(accepted(Map.of(), "--data.dir=kept").database().folder())
        .isEqualTo(folder.resolve("kept"));
  }

  private ServerConfig accepted(Map<String, String> environment, String... arguments) {
    return ((Ready) read(Optional.empty(), environment, arguments)).config();
  }

  private ServerConfig ready(Path file, Map<String, String> environment) {
    return ((Ready) read(Optional.of(file), environment)).config();
  }

  private List<String> problems(Map<String, String> environment, String... arguments) {
    return problems(Optional.empty(), environment, arguments);
  }

  private List<String> problems(
      Optional<Path> file, Map<String, String> environment, String... arguments) {
    return switch (read(file, environment, arguments)) {
      case Ready ready -> List.of();
      case Refused refused -> refused.problems();
    };
  }

  private ServerConfig.Reading read(
      Optional<Path> file, Map<String, String> environment, String... arguments) {
    return ServerConfig.read(
        file, Path.of("/opt/finstage"), folder, environment, List.of(arguments));
  }
}
