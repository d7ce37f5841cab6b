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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** finstage.js in a browser, on the server's page and on a site of somebody else. */
@Timeout(120)
@EnabledIf(
    value = "io.finstage.server.dashboard.Browser#isInstalled",
    disabledReason = Browser.MISSING)
class ClientLibraryIT {

  private static final Path DOCS = Path.of("..", "docs", "browser.md");
  private static final String PAGE =
      "<!doctype html><ul id=prices></ul><script type=module src=example.js></script>";

  @SuppressWarnings("NullAway.Init")
  private static HttpServer site;

  @SuppressWarnings("NullAway.Init")
  private static RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server = RunningServer.start(Map.of("websocket.origins", origin()));
    serve("/", "text/html", PAGE);
    serve("/finstage.js", "text/javascript", library());
    serve("/example.js", "text/javascript", example(server.port()));
    site.start();
    browser = Browser.open();
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
    site.stop(0);
  }

  @Test
  void theExampleShowsPricesOnAnotherSite() {
    browser.open(origin() + "/");

    browser.text("li", it -> it.matches("TEST [\\d.]+"));
    browser.text("title", "Prices: live"::equals);
    browser.find("#prices[data-first]");
  }

  @Test
  void aRefusedCallIsRejectedWithItsFields() {
    assertThat(
            with(
                """
                try {
                  await client.call("list_bars", { symbol: "SPY", interval: "9m" });
                  return "answered";
                } catch (error) {
                  return [error.name, error.code, error.fieldViolations[0].field].join(" ");
                }
                """))
        .isEqualTo("FinstageError INVALID_ARGUMENT interval");
  }

  @Test
  void aCallIsCancelledByItsSignalAndGivenUpAfterItsTimeout() {
    assertThat(
            with(
                """
                const ending = new AbortController();
                const code = (error) => error.code;
                const cancelled = client.call("list_indicators", {}, { signal: ending.signal }).catch(code);
                ending.abort();
                const late = client.call("list_indicators", {}, { timeout: 0 }).catch(code);
                const answered = await client.call("list_indicators");
                return [await cancelled, await late, answered.indicators.length > 90].join(" ");
                """))
        .isEqualTo("CANCELLED DEADLINE_EXCEEDED true");
  }

  @Test
  void moreCallsThanMayRunAtATimeAreAllAnswered() {
    assertThat(
            with(
                """
                const calls = Array.from({ length: 100 }, () => client.call("get_prices", { symbols: ["TEST"] }));
                return (await Promise.all(calls)).filter((it) => it.prices[0].symbol === "TEST").length;
                """))
        .isEqualTo(100L);
  }

  @Test
  void callsThatTheServerHasNoRoomForAreSentAgain() {
    assertThat(
            with(
                """
                let full = 3;
                class Full extends WebSocket {
                  send(text) {
                    const { type, request_id } = JSON.parse(text);
                    if (type !== "call" || full === 0) {
                      super.send(text);
                      return;
                    }
                    full -= 1;
                    const error = { type: "error", request_id, code: "RESOURCE_EXHAUSTED", reason: "TOO_MANY_CALLS" };
                    setTimeout(() => this.onmessage({ data: JSON.stringify(error) }));
                  }
                }
                const other = connect(new URL("/ws", location.href), { WebSocket: Full });
                try {
                  const calls = ["list_indicators", "list_indicators"].map((it) => other.call(it));
                  return (await Promise.all(calls)).filter((it) => it.indicators.length > 90).length + " " + full;
                } finally {
                  other.close();
                }
                """))
        .isEqualTo("2 0");
  }

  @Test
  void aMessageThatIsTooLargeFailsAloneAndTheConversationGoesOn() {
    assertThat(
            with(
                """
                const { indicators } = await client.call("list_indicators");
                const states = [];
                client.on("state", (state) => states.push(state.name));
                const failed = await client.call("submit_task", { kind: "echo", payload: "\\u00e4".repeat(40_000) })
                  .catch((error) => error);
                const symbols = Array.from({ length: 9_000 }, (_, i) => `SYMBOL${i}`);
                const refused = await new Promise((resolve) => client.subscribe({ channel: "prices", symbols }, resolve));
                const after = await client.call("list_indicators");
                return [failed.code, failed.reason, failed.message.match(/\\d{5}/g), refused.type, refused.reason,
                  after.indicators.length === indicators.length, states.length].join(" ");
                """))
        .isEqualTo("INVALID_ARGUMENT MESSAGE_TOO_LARGE 80075,65536 error MESSAGE_TOO_LARGE true 0");
  }

  @Test
  void theAnswerToACallThatWasGivenUpIsSilent() {
    assertThat(
            with(
                """
                const errors = [];
                client.on("error", (error) => errors.push(error.reason));
                await client.call("list_indicators");
                const ending = new AbortController();
                const told = new Promise((resolve) => client.on("event", (event) => event.type === "error" && resolve()));
                const given = client.call("list_indicators", {}, { signal: ending.signal, timeout: Infinity })
                  .catch((error) => error.code);
                ending.abort();
                await told;
                return [await given, ...errors].join(" ");
                """))
        .isEqualTo("CANCELLED");
  }

  @Test
  void subscriptionsToOtherTasksAreNotAskedForAgain() {
    assertThat(
            with(
                """
                const sent = [];
                class Counted extends WebSocket {
                  send(text) {
                    sent.push(JSON.parse(text).type);
                    super.send(text);
                  }
                }
                const other = connect(new URL("/ws", location.href), { WebSocket: Counted });
                try {
                  const subscribed = [];
                  const watch = (request) => subscribed.push(new Promise((resolve) => {
                    const made = other.subscribe({ channel: "tasks", ...request }, () => resolve(made));
                  }));
                  ["1", "2", "3"].forEach((id) => watch({ task_ids: [id] }));
                  watch({ labels: { team: "a" } });
                  (await Promise.all(subscribed)).forEach((it) => it.close());
                  return ["subscribe", "unsubscribe"].map((type) => sent.filter((it) => it === type).length).join(" ");
                } finally {
                  other.close();
                }
                """))
        .isEqualTo("4 4");
  }

  @Test
  void aClientThatIsClosedAtOnceDoesNotThrowAndItsSocketHasAListenerForErrors() {
    assertThat(
            with(
                """
                let made;
                class Kept extends WebSocket {
                  constructor(...given) {
                    super(...given);
                    made = this;
                  }
                }
                const other = connect(new URL("/ws", location.href), { WebSocket: Kept });
                other.close();
                return typeof made.onerror + " " + other.state.name;
                """))
        .isEqualTo("function closed");
  }

  @Test
  void aBrowserThatGoesOfflineIsStaleAtOnce() {
    assertThat(
            with(
                """
                await client.call("list_indicators");
                dispatchEvent(new Event("offline"));
                return client.state.name;
                """))
        .isEqualTo("stale");
  }

  @Test
  void aSubscriptionThatEndsLeavesAnotherWhatItWants() {
    assertThat(
            with(
                """
                let heard = [];
                const updates = (name, wanted) => new Promise((resolve) => {
                  heard = [];
                  const wait = setInterval(() => heard.filter((it) => it === name).length >= wanted
                    && (clearInterval(wait), resolve(new Set(heard))), 20);
                });
                const listen = (name) => (event) => event.type === "price_update" && heard.push(name);
                const one = client.subscribe({ channel: "prices", symbols: ["TEST"] }, listen("one"));
                const all = client.subscribe({ channel: "prices", symbols: ["*"] }, listen("all"));
                await updates("one", 2);
                all.close();
                const after = await updates("one", 2);
                const again = client.subscribe({ channel: "prices", symbols: ["*"] }, listen("again"));
                await updates("again", 2);
                one.close();
                await updates("again", 1);
                const last = await updates("again", 2);
                return [...after].join() + " " + [...last].join();
                """))
        .isEqualTo("one again");
  }

  @Test
  void aSubscriptionThatIsRefusedIsToldWhyAndEnds() {
    assertThat(
            with(
                """
                return await new Promise((resolve) => client.subscribe(
                  { channel: "bars", symbols: ["TEST"], interval: "9m" },
                  (event) => resolve(event.type + " " + event.code)));
                """))
        .isEqualTo("error INVALID_ARGUMENT");
  }

  @Test
  void aClosedClientRefusesCalls() {
    assertThat(
            with(
                """
                const waiting = client.call("list_indicators").catch((error) => error.reason);
                client.close();
                const late = await client.call("list_indicators").catch((error) => error.code);
                return [await waiting, late, client.state.name].join(" ");
                """))
        .isEqualTo("CLOSED UNAVAILABLE closed");
  }

  /** What a script answers that has a client of its own. */
  private static Object with(String script) {
    browser.open("http://127.0.0.1:" + server.port() + "/style.css");
    return browser.later(
        """
        const { connect } = await import("/finstage.js");
        const client = connect(new URL("/ws", location.href));
        try {
        """
            + script
            + "} finally { client.close(); }");
  }

  private static String origin() {
    return "http://127.0.0.1:" + site.getAddress().getPort();
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

  private static void serve(String path, String type, String content) {
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
