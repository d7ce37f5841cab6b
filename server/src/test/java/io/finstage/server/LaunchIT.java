package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newcomer does with the distribution, and what it answers. */
class LaunchIT {

  @TempDir Path folder;

  @Test
  void theBannerSaysWhereEverythingIs() throws Exception {
    try (LaunchedServer server = LaunchedServer.startPlain(folder)) {
      assertThat(server.output())
          .contains("Finstage 0.1.0 is up.")
          .contains("ws://127.0.0.1:" + server.port() + "/ws")
          .contains("source     simulated, 10 symbols, 50 ticks/s");
      // With the first tick of its source, which may come after the banner.
      await().until(() -> get(server.adminPort(), "/health/ready").statusCode() == 200);
      assertThat(get(server.adminPort(), "/metrics").body())
          .contains("finstage_ticks_total{source=\"simulated\"}");
      assertThat(server.errors()).doesNotContain("WARNING");
    }
  }

  @Test
  void aReplayFileIsTakenFromTheCallersFolder() throws IOException {
    Files.writeString(
        folder.resolve("day.csv"),
        "event_time_ms,symbol,price,size\n1381132800464,SPY,167.41,100\n");

    try (LaunchedServer server =
        LaunchedServer.start(
            folder,
            "--feed.source=replay",
            "--feed.replay.file=day.csv",
            "--feed.replay.wait-for-subscriber=true")) {
      assertThat(server.output())
          .contains("replay of day.csv, speed 1, begins with the first subscriber");
    }
  }

  @Test
  void theScriptWorksThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), LaunchedServer.script());

    try (LaunchedServer run =
        LaunchedServer.run(folder, Map.of(), List.of(link.toString(), "--version"))) {
      assertThat(run.exitCode()).isZero();
      assertThat(run.output()).isEqualTo("0.1.0\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpNamesEveryKey(String asked) throws Exception {
    try (LaunchedServer run =
        LaunchedServer.run(folder, Map.of(), List.of(LaunchedServer.script().toString(), asked))) {
      assertThat(run.exitCode()).isZero();
      assertThat(run.output()).contains("Usage: finstage").contains("--server.port=8080");
    }
  }

  @Test
  void helpOfACommandIsAboutThatCommand() throws Exception {
    try (LaunchedServer run =
        LaunchedServer.run(
            folder,
            Map.of(),
            List.of(LaunchedServer.script().toString(), "export-bars", "--help"))) {
      assertThat(run.exitCode()).isZero();
      assertThat(run.output())
          .startsWith("Usage: finstage export-bars FILE --interval=1d")
          .doesNotContain("server.port");
    }
  }

  @Test
  void aBadConfigurationIsRefusedInWordsAndWithExitCodeTwo() throws Exception {
    try (LaunchedServer run =
        LaunchedServer.run(
            folder,
            Map.of("FINSTAGE_ADMIN_PORT", "many"),
            List.of(LaunchedServer.script().toString(), "--server.prot=1"))) {
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.errors())
          .contains("server.prot = '1': unknown key; did you mean server.port?")
          .contains("admin.port = 'many': must be a whole number, 0 to 65535")
          .doesNotContain("Exception");
    }
  }

  @Test
  void aFolderThatAnotherServerHasIsNamedWithTheKeyToChange() throws Exception {
    try (LaunchedServer server = LaunchedServer.start(folder);
        LaunchedServer run = LaunchedServer.start(folder)) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.errors())
          .contains("another server (process " + server.pid() + ") keeps its data in ")
          .contains("give this one a folder of its own with --data.dir=FOLDER")
          .doesNotContain("Exception");
    }
  }

  @Test
  void aPortThatIsTakenIsNamedWithTheKeyToChange() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LaunchedServer run =
            LaunchedServer.run(
                folder,
                Map.of(),
                List.of(
                    LaunchedServer.script().toString(),
                    "--server.port=" + taken.getLocalPort(),
                    "--admin.port=0"))) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.errors())
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("choose another with --server.port=")
          .doesNotContain("Exception");
    }
  }

  @Test
  void aDescriptorLimitBelowTheConnectionCapIsRefused() throws Exception {
    try (LaunchedServer run =
        LaunchedServer.run(
            folder,
            Map.of(),
            List.of("sh", "-c", "ulimit -n 1024; exec " + LaunchedServer.script()))) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.errors()).contains("`ulimit -n 10256`").contains("connections-max=768");
    }
  }

  @Test
  void withoutAJdkTheScriptSaysWhatToDo() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    String script = Files.readString(LaunchedServer.script()).replace("/usr/lib/jvm", "/none");
    Path copy = Files.writeString(bin.resolve("finstage"), script);

    try (LaunchedServer run =
        LaunchedServer.run(
            folder,
            Map.of("JAVA_HOME", "/none", "HOME", "/none", "PATH", "/usr/bin:/bin"),
            List.of("sh", copy.toString()))) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.errors()).contains("no JDK 25 or newer found").contains("JAVA_HOME");
    }
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
