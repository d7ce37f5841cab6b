package io.finstage.server.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.finstage.server.RunningServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** The example of docs/browser.md, on a site of somebody else. */
@Timeout(120)
@EnabledIf(
    value = "io.finstage.server.dashboard.Browser#isInstalled",
    disabledReason = Browser.MISSING)
class BrowserExampleIT {

  private static final Path DOCS = Path.of("..", "docs", "browser.md");
  private static final String PAGE =
      "<!doctype html><ul id=prices></ul><script type=module src=example.js></script>";

  @Test
  void theExampleShowsPricesOnAnotherSite() throws Exception {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String origin = "http://127.0.0.1:" + site.getAddress().getPort();
    try (RunningServer server = RunningServer.start(Map.of("websocket.origins", origin));
        Browser browser = Browser.open()) {
      serve(site, "/", "text/html", PAGE);
      serve(site, "/finstage.js", "text/javascript", library());
      serve(site, "/example.js", "text/javascript", example(server.port()));
      site.start();

      browser.open(origin + "/");

      browser.text("li", it -> it.matches("TEST [\\d.]+"));
      browser.text("title", "Prices: live"::equals);
      browser.find("#prices[data-first]");
    } finally {
      site.stop(0);
    }
  }

  private static String example(int port) throws Exception {
    String docs = Files.readString(DOCS);
    String marked =
        docs.substring(
            docs.indexOf("<!-- example:begin -->"), docs.indexOf("<!-- example:end -->"));
    String code = marked.substring(marked.indexOf("```js\n") + 6, marked.lastIndexOf("```"));
    assertThat(code.lines().count()).isLessThanOrEqualTo(22);
    return code.replace("127.0.0.1:8080", "127.0.0.1:" + port);
  }

  private static String library() {
    return PageFiles.all().stream()
        .filter(it -> it.path().equals("/finstage.js"))
        .map(it -> new String(it.plain(), UTF_8))
        .findFirst()
        .orElseThrow();
  }

  private static void serve(HttpServer site, String path, String type, String content) {
    site.createContext(
        path,
        exchange -> {
          byte[] bytes = content.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
