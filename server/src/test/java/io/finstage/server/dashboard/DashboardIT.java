package io.finstage.server.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardIT {

  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("content-length: (\\d+)", Pattern.CASE_INSENSITIVE);

  private static WebServer server;

  @BeforeAll
  static void start() {
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .routing(rules -> rules.register("/", new Dashboard()))
            .build()
            .start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html, <title>Finstage</title>",
    "/index.html, text/html, <title>Finstage</title>",
    "/app.js, text/javascript, hashchange",
    "/finstage.js, text/javascript, export function connect",
    "/ui/table.js, text/javascript, export function createTable",
    "/views/market.js, text/javascript, export function show",
    "/lib/echarts.js, text/javascript, Apache",
    "/style.css, text/css, prefers-color-scheme",
  })
  void aFileOfThePageIsServedWithItsType(String path, String type, String part) throws IOException {
    assertThat(get(path))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("content-type: " + type)
        .contains(part);
  }

  @Test
  void aHeadHasTheLengthOfThePageAndNoBody() throws IOException {
    String head = said("HEAD /", 2);

    assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("content-type: text/html");
    assertThat(head.split("HTTP/1.1 200", -1)).as("answers, one right after the other").hasSize(3);
    assertThat(head).doesNotContain("<title>");
    assertThat(CONTENT_LENGTH.matcher(head).results().map(it -> it.group(1)))
        .containsOnly(length(get("/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void thePageCannotBeWritten(String method) throws IOException {
    assertThat(said(method + " /", 1))
        .startsWith("HTTP/1.1 405")
        .containsIgnoringCase("allow: GET, HEAD");
  }

  @Test
  void thePageMayRunNothingButItsOwnScript() throws IOException {
    assertThat(get("/"))
        .contains("Content-Security-Policy: default-src 'none'; script-src 'self';")
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContainPattern("\\son\\w+=")
        .doesNotContain("style=");
  }

  @Test
  void noScriptPutsAnythingInAsMarkup() {
    assertThat(PageFiles.all())
        .filteredOn(it -> it.path().endsWith(".js") && !it.path().startsWith("/lib/"))
        .hasSizeGreaterThan(10)
        .allSatisfy(it ->
            assertThat(new String(it.plain(), UTF_8))
                .as(it.path())
                .doesNotContain(
                    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("));
  }

  @Test
  void thePageWithoutItsChartsIsSmallWhereItIsCompressed() {
    assertThat(PageFiles.all())
        .filteredOn(it -> !it.path().startsWith("/lib/"))
        .extracting(it -> it.zipped().length)
        .satisfies(
            sizes -> assertThat(sizes.stream().mapToInt(it -> it).sum()).isLessThan(150 * 1024));
  }

  @Test
  void aFileIsCompressedForWhoTakesThat() throws IOException {
    assertThat(get("/app.js", "Accept-Encoding: br, gzip"))
        .containsIgnoringCase("content-encoding: gzip")
        .containsIgnoringCase("vary: accept-encoding");
    assertThat(get("/app.js", "Accept-Encoding: br, gzip;q=0"))
        .doesNotContainIgnoringCase("content-encoding")
        .contains("hashchange");
  }

  @Test
  void whoHasAFileAlreadyIsNotSentItAgain() throws IOException {
    String tag =
        Pattern.compile("etag: (\\S+)", Pattern.CASE_INSENSITIVE)
            .matcher(get("/app.js"))
            .results()
            .map(it -> it.group(1))
            .findFirst()
            .orElseThrow();

    assertThat(get("/app.js", "If-None-Match: " + tag)).startsWith("HTTP/1.1 304");
    assertThat(get("/finstage.js", "If-None-Match: " + tag)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../conf/application.yaml",
        "/..%2fconf/application.yaml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/..%5c..%5cetc/passwd",
        "/%252e%252e/etc/passwd",
        "/....//etc/passwd",
        "/web/index.html",
        "/app.js/../../io/finstage/server/Main.class",
        "/io/finstage/server/Main.class",
        "/META-INF/MANIFEST.MF",
        "/app.js%00.html",
      })
  void aPathOutsideThePageIsNotFound(String path) throws IOException {
    assertThat(get(path)).startsWith("HTTP/1.1 404");
  }

  private static String length(String answer) {
    Matcher length = CONTENT_LENGTH.matcher(answer);
    return length.find() ? length.group(1) : "";
  }

  /** All that is answered to the same request without a body, asked so many times. */
  private static String said(String request, int times) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(3_000);
      String text = request + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(text.repeat(times).getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** Raw, since a client would tidy the path up. */
  private static String get(String path, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(3_000);
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + path
                      + " HTTP/1.1\r\nHost: localhost\r\n"
                      + Stream.of(headers).map(it -> it + "\r\n").collect(Collectors.joining())
                      + "\r\n")
                  .getBytes(UTF_8));
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n") < 0) {
        answer.append((char) socket.getInputStream().read());
      }
      Matcher length = CONTENT_LENGTH.matcher(answer);
      int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
      return answer + new String(socket.getInputStream().readNBytes(bytes), UTF_8);
    }
  }
}
