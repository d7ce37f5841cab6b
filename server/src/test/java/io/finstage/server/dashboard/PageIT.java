package io.finstage.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.finstage.client.AlertCondition;
import io.finstage.client.AlertRule;
import io.finstage.client.Analysis;
import io.finstage.client.AnalysisRequest;
import io.finstage.client.FinstageClient;
import io.finstage.client.Indicator;
import io.finstage.client.Publisher;
import io.finstage.client.Trade;
import io.finstage.server.RunningServer;
import io.finstage.server.contract.Cable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** The page in a real browser, beside a server whose prices the test publishes. */
@Timeout(180)
@EnabledIf(
    value = "io.finstage.server.dashboard.Browser#isInstalled",
    disabledReason = Browser.MISSING)
class PageIT {

  private static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final Instant START = Instant.parse("2013-10-07T13:30:00Z");
  private static final int BARS = 60;
  private static final double FIRST = 100;

  @SuppressWarnings("NullAway.Init")
  private static RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private static FinstageClient client;

  @SuppressWarnings("NullAway.Init")
  private static Publisher publisher;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(Map.of("hub.ring-max", "16"));
    client = FinstageClient.connect("127.0.0.1:" + server.port());
    publisher = client.publisher();
    for (int bar = 0; bar < BARS; bar++) {
      Instant open = START.plusSeconds(60L * bar);
      double price = FIRST + 5 * Math.sin(bar / 4.0);
      publisher.publish(Trade.of("TAPE", price, 100, open));
      publisher.publish(Trade.of("TAPE", price + Math.cos(bar), 50, open.plusSeconds(30)));
    }
    publisher.confirm();
    await().until(() -> client.listBars("TAPE", "1m").size() == BARS - 1);
    browser = Browser.open();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    client.close();
    server.close();
  }

  @BeforeEach
  void look() {
    browser.prefers("light");
    browser.size(1280, 800);
  }

  @AfterEach
  void nothingWentWrong() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void pricesMove() throws Exception {
    publisher.publish(Trade.of("MOVES", 10, 100));
    publisher.confirm();
    browser.open(page("#/market"));
    browser.text(row("MOVES", "last"), "10"::equals);

    publisher.publish(Trade.of("MOVES", 12.5, 100));
    publisher.confirm();

    browser.text(row("MOVES", "last"), "12.5"::equals);
    assertThat(browser.text(row("MOVES", "change"), "+2.5"::equals)).isNotEmpty();
    assertThat(browser.text(row("MOVES", "percent"))).isEqualTo("+25.00%");
    assertThat(browser.text(row("MOVES", "range"))).isEqualTo("10.0 – 12.5");
    assertThat(browser.text(row("MOVES", "volume"))).isEqualTo("200");
    String before = browser.text(row("TEST", "last"), it -> it.contains("."));
    browser.text(row("TEST", "last"), it -> !it.equals(before));
  }

  @Test
  void theBoardIsFilteredAndPutInOrder() throws Exception {
    for (String symbol : List.of("ORDER1", "ORDER2", "ORDER3")) {
      publisher.publish(Trade.of(symbol, symbol.equals("ORDER2") ? 300 : 200, 1));
    }
    publisher.confirm();
    browser.open(page("#/market"));
    browser.text(row("ORDER1", "last"), "200"::equals);
    browser.type("#filter", "order");
    browser.text(".rows .row:not([hidden]) .symbol", "ORDER1"::equals);

    browser.click(".head .last button");

    browser.text(first("symbol"), "ORDER2"::equals);
    assertThat(browser.find(".head .last").getAttribute("aria-sort")).isEqualTo("descending");
    assertThat(browser.find(".table").getAttribute("aria-rowcount")).isEqualTo("4");
  }

  @Test
  void aChartDrawsAndItsFormingBarFollows() throws Exception {
    browser.open(page("#/market/TAPE/1m"));
    browser.find(".plot[data-bars='" + BARS + "'] canvas");
    assertThat(colours()).as("colours of the chart").isGreaterThan(10);

    publisher.publish(Trade.of("TAPE", 123.5, 10, START.plusSeconds(60L * BARS - 10)));
    publisher.confirm();

    assertThat(browser.text("#legend", it -> it.contains("C 123.5"))).contains("H 123.5");
    browser.text(".bar .last", it -> it.startsWith("123.5"));
  }

  @Test
  void anotherWidthOfBarsKeepsWhatWasAdded() {
    browser.open(page("#/market/TAPE/1m/ema(3)"));
    browser.text(".studies li", it -> it.startsWith("ema(3)"));

    browser.click(".choices button:nth-child(3)");

    browser.find(".plot[data-bars='" + BARS / 5 + "'] canvas");
    browser.text("#legend", it -> it.matches(".*ema\\(3\\) [\\d.]+.*"));
    assertThat(colours()).as("colours of the chart").isGreaterThan(10);
    assertThat((String) browser.run("return location.hash")).isEqualTo("#/market/TAPE/5m/ema(3)");
  }

  @Test
  void anIndicatorAddedByItsFormEqualsAnalyzeSymbols() {
    Instant last = START.plusSeconds(60L * (BARS - 2));
    AnalysisRequest request =
        Analysis.of("TAPE")
            .interval("1m")
            .to(last.plusSeconds(60))
            .indicators(Indicator.of("rsi(10)"));
    double expected = client.analysis().analyze(request.last()).getFirst().values("rsi(10)").last();
    browser.open(page("#/market/TAPE/1m"));
    browser.click(".adding summary");
    new Select(browser.find(".adder select")).selectByValue("rsi");
    browser.type(".adder input[name=period]", "10");

    browser.click(".adder button[type=submit]");

    browser.text(".studies li", it -> it.startsWith("rsi(10)"));
    browser.find(".plot").sendKeys(Keys.END, Keys.ARROW_LEFT);
    browser.find(".plot[data-time='" + last.toEpochMilli() + "']");
    String legend = browser.text("#legend", it -> it.matches(".*rsi\\(10\\) [\\d.]+.*"));
    assertThat(number(legend, "rsi\\(10\\) ([\\d.]+)")).isCloseTo(expected, within(1e-5));
    assertThat((String) browser.run("return location.hash")).contains("rsi(10)");
  }

  @Test
  void aParameterOutsideItsBoundsIsRefusedBesideItsField() {
    browser.open(page("#/market/TAPE/1m"));
    browser.click(".adding summary");
    browser.type(".adder input[name=period]", "0");

    browser.click(".adder button[type=submit]");

    assertThat(browser.text(".adder .field .wrong", it -> !it.isEmpty())).contains("or more");
    assertThat(browser.find(".adder input[name=period]").getAttribute("aria-invalid"))
        .isEqualTo("true");
  }

  @Test
  void aConnectionThatBreaksIsResumedWithNothingLost() throws Exception {
    try (Cable cable = new Cable(server.port())) {
      publisher.publish(Trade.of("RESUMES", 1, 1));
      publisher.confirm();
      browser.open("http://127.0.0.1:" + cable.port() + "/#/market");
      browser.text(row("RESUMES", "last"), "1"::equals);

      cable.cut();
      browser.text("#state", it -> it.startsWith("Disconnected"));
      publisher.publish(Trade.of("RESUMES", 2, 1));
      publisher.confirm();
      cable.mend(server.port());

      browser.text("#state", it -> it.equals("Live again, nothing was lost"));
      browser.text(row("RESUMES", "last"), "2"::equals);
    }
    browser.open("about:blank");
    browser.complaints(); // Of the connections that were cut.
  }

  @Test
  void aReconnectThatLostUpdatesSaysSo() throws Exception {
    try (Cable cable = new Cable(server.port())) {
      publisher.publish(Trade.of("LOST", 1, 1));
      publisher.confirm();
      browser.open("http://127.0.0.1:" + cable.port() + "/#/market");
      browser.text(row("LOST", "last"), "1"::equals);

      cable.cut();
      browser.text("#state", it -> it.startsWith("Disconnected"));
      for (int price = 2; price <= 50; price++) {
        publisher.publish(Trade.of("LOST", price, 1));
      }
      publisher.confirm();
      cable.mend(server.port());

      browser.text("#state", it -> it.startsWith("A gap: ") || it.endsWith("updates are missing"));
      browser.text(row("LOST", "last"), "50"::equals);
    }
    browser.open("about:blank");
    browser.complaints(); // Of the connections that were cut.
  }

  @Test
  void anAlertThatFiresIsShownAndSaid() throws Exception {
    client
        .operations()
        .alerts()
        .create(AlertRule.of("loud", AlertCondition.priceAbove("LOUD", 100)));
    browser.open(page("#/market"));
    browser.text("#state", "Live"::equals);

    publisher.publish(Trade.of("LOUD", 101, 1));
    publisher.confirm();

    browser.text("#assertive", "Alert loud fires for LOUD"::equals);
    assertThat(browser.find(".badge").getText()).matches("\\d alerts?");
    client.operations().alerts().delete("loud");
  }

  @Test
  void textThatLooksLikeMarkupStaysText() {
    String encoded = "%3Cimg%20src=x%20onerror=alert(1)%3E";
    browser.open(page("#/market/" + encoded));
    browser.text("h1", HOSTILE::equals);
    browser.text(".chart .note", it -> it.contains(HOSTILE));

    browser.go("#/market");
    browser.type("#filter", HOSTILE);
    browser.text(".empty", it -> it.contains(HOSTILE));

    browser.go("#/market/TAPE/1m/" + encoded);
    browser.text("#polite", it -> it.contains(HOSTILE));
    assertThat(browser.run("return document.images.length")).isEqualTo(0L);
  }

  @ParameterizedTest
  @CsvSource({
    "market, .rows .row:not([hidden])",
    "market/TAPE/1m/rsi(14), .studies li",
    "analysis, h1",
    "tasks, h1",
    "operations, h1",
  })
  void noViewHasASeriousFaultOfAccessibilityLightOrDark(String view, String ready) {
    browser.open(page("#/" + view));
    browser.find(ready);
    browser.text("#state", "Live"::equals);
    assertThat(browser.faults()).as("light").isEmpty();

    browser.prefers("dark");
    assertThat(browser.faults()).as("dark").isEmpty();

    browser.size(360, 720);
    assertThat(browser.run("return document.documentElement.scrollWidth"))
        .as("width on a phone")
        .isEqualTo(360L);
    assertThat(browser.faults()).as("phone").isEmpty();
  }

  private static String page(String hash) {
    return "http://127.0.0.1:" + server.port() + "/" + hash;
  }

  /** The cell of a symbol's row, which has the link to its chart. */
  private static String row(String symbol, String column) {
    return ".rows .row:not([hidden]):has(a[href='#/market/" + symbol + "']) ." + column;
  }

  /** The cell of the row that is on top. */
  private static String first(String column) {
    return ".rows .row[aria-rowindex='2'] ." + column;
  }

  private static long colours() {
    return (long)
        browser.run(
            """
            const canvas = document.querySelector(".plot canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return new Set(new Uint32Array(data.buffer)).size;
            """);
  }

  private static double number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Double.parseDouble(matcher.group(1));
  }
}
