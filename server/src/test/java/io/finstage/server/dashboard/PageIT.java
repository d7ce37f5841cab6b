package io.finstage.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.finstage.client.AlertCondition;
import io.finstage.client.AlertRule;
import io.finstage.client.Analysis;
import io.finstage.client.AnalysisRequest;
import io.finstage.client.Indicator;
import io.finstage.client.Trade;
import io.finstage.server.contract.Cable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
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

  @RegisterExtension static final PageStage STAGE = new PageStage(Map.of("hub.ring-max", "16"));

  @BeforeAll
  static void bringBars() throws Exception {
    for (int bar = 0; bar < BARS; bar++) {
      Instant open = START.plusSeconds(60L * bar);
      double price = FIRST + 5 * Math.sin(bar / 4.0);
      STAGE.publisher().publish(Trade.of("TAPE", price, 100, open));
      STAGE.publisher().publish(Trade.of("TAPE", price + Math.cos(bar), 50, open.plusSeconds(30)));
    }
    STAGE.publisher().confirm();
    await().until(() -> STAGE.client().listBars("TAPE", "1m").size() == BARS - 1);
  }

  @BeforeEach
  void look() {
    STAGE.browser().prefers("light");
    STAGE.browser().size(1280, 800);
  }

  @Test
  void pricesMove() throws Exception {
    STAGE.publisher().publish(Trade.of("MOVES", 10, 100));
    STAGE.publisher().confirm();
    STAGE.browser().open(page("#/market"));
    STAGE.browser().text(row("MOVES", "last"), "10"::equals);

    STAGE.publisher().publish(Trade.of("MOVES", 12.5, 100));
    STAGE.publisher().confirm();

    STAGE.browser().text(row("MOVES", "last"), "12.5"::equals);
    assertThat(STAGE.browser().text(row("MOVES", "change"), "+2.5"::equals)).isNotEmpty();
    assertThat(STAGE.browser().text(row("MOVES", "percent"))).isEqualTo("+25.00%");
    assertThat(STAGE.browser().text(row("MOVES", "range"))).isEqualTo("10.0 – 12.5");
    assertThat(STAGE.browser().text(row("MOVES", "volume"))).isEqualTo("200");
    String before = STAGE.browser().text(row("TEST", "last"), it -> it.contains("."));
    STAGE.browser().text(row("TEST", "last"), it -> !it.equals(before));
  }

  @Test
  void theBoardIsFilteredAndPutInOrder() throws Exception {
    for (String symbol : List.of("ORDER1", "ORDER2", "ORDER3")) {
      STAGE.publisher().publish(Trade.of(symbol, symbol.equals("ORDER2") ? 300 : 200, 1));
    }
    STAGE.publisher().confirm();
    STAGE.browser().open(page("#/market"));
    STAGE.browser().text(row("ORDER1", "last"), "200"::equals);
    STAGE.browser().type("#filter", "order");
    STAGE.browser().text(".rows .row:not([hidden]) .symbol", "ORDER1"::equals);

    STAGE.browser().click(".head .last button");

    STAGE.browser().text(first("symbol"), "ORDER2"::equals);
    assertThat(STAGE.browser().find(".head .last").getAttribute("aria-sort"))
        .isEqualTo("descending");
    assertThat(STAGE.browser().find(".table").getAttribute("aria-rowcount")).isEqualTo("4");
  }

  @Test
  void aChartDrawsAndItsFormingBarFollows() throws Exception {
    STAGE.browser().open(page("#/market/TAPE/1m"));
    STAGE.browser().find(".plot[data-bars='" + BARS + "'] canvas");
    assertThat(colours()).as("colours of the chart").isGreaterThan(10);

    STAGE.publisher().publish(Trade.of("TAPE", 123.5, 10, START.plusSeconds(60L * BARS - 10)));
    STAGE.publisher().confirm();

    assertThat(STAGE.browser().text("#legend", it -> it.contains("C 123.5"))).contains("H 123.5");
    STAGE.browser().text(".bar .last", it -> it.startsWith("123.5"));
  }

  @Test
  void anotherWidthOfBarsKeepsWhatWasAdded() {
    STAGE.browser().open(page("#/market/TAPE/1m/ema(3)"));
    STAGE.browser().text(".studies li", it -> it.startsWith("ema(3)"));

    STAGE.browser().click(".choices button:nth-child(3)");

    STAGE.browser().find(".plot[data-bars='" + BARS / 5 + "'] canvas");
    STAGE.browser().text("#legend", it -> it.matches(".*ema\\(3\\) [\\d.]+.*"));
    assertThat(colours()).as("colours of the chart").isGreaterThan(10);
    assertThat((String) STAGE.browser().run("return location.hash"))
        .isEqualTo("#/market/TAPE/5m/ema(3)");
  }

  @Test
  void anIndicatorAddedByItsFormEqualsAnalyzeSymbols() {
    Instant last = START.plusSeconds(60L * (BARS - 2));
    AnalysisRequest request =
        Analysis.of("TAPE")
            .interval("1m")
            .to(last.plusSeconds(60))
            .indicators(Indicator.of("rsi(10)"));
    double expected =
        STAGE.client().analysis().analyze(request.last()).getFirst().values("rsi(10)").last();
    STAGE.browser().open(page("#/market/TAPE/1m"));
    STAGE.browser().click(".adding summary");
    new Select(STAGE.browser().find(".adder select")).selectByValue("rsi");
    STAGE.browser().type(".adder input[name=period]", "10");

    STAGE.browser().click(".adder button[type=submit]");

    STAGE.browser().text(".studies li", it -> it.startsWith("rsi(10)"));
    STAGE.browser().find(".plot").sendKeys(Keys.END, Keys.ARROW_LEFT);
    STAGE.browser().find(".plot[data-time='" + last.toEpochMilli() + "']");
    String legend = STAGE.browser().text("#legend", it -> it.matches(".*rsi\\(10\\) [\\d.]+.*"));
    assertThat(number(legend, "rsi\\(10\\) ([\\d.]+)")).isCloseTo(expected, within(1e-5));
    assertThat((String) STAGE.browser().run("return location.hash")).contains("rsi(10)");
  }

  @Test
  void aParameterOutsideItsBoundsIsRefusedBesideItsField() {
    STAGE.browser().open(page("#/market/TAPE/1m"));
    STAGE.browser().click(".adding summary");
    STAGE.browser().type(".adder input[name=period]", "0");

    STAGE.browser().click(".adder button[type=submit]");

    assertThat(STAGE.browser().text(".adder .field .wrong", it -> !it.isEmpty()))
        .contains("or more");
    assertThat(STAGE.browser().find(".adder input[name=period]").getAttribute("aria-invalid"))
        .isEqualTo("true");
  }

  @Test
  void aConnectionThatBreaksIsResumedWithNothingLost() throws Exception {
    try (Cable cable = new Cable(STAGE.server().port())) {
      STAGE.publisher().publish(Trade.of("RESUMES", 1, 1));
      STAGE.publisher().confirm();
      STAGE.browser().open("http://127.0.0.1:" + cable.port() + "/#/market");
      STAGE.browser().text(row("RESUMES", "last"), "1"::equals);

      cable.cut();
      STAGE.browser().text("#state", it -> it.startsWith("Disconnected"));
      STAGE.publisher().publish(Trade.of("RESUMES", 2, 1));
      STAGE.publisher().confirm();
      cable.mend(STAGE.server().port());

      STAGE.browser().text("#state", it -> it.equals("Live again, nothing was lost"));
      STAGE.browser().text(row("RESUMES", "last"), "2"::equals);
    }
    STAGE.browser().open("about:blank");
    STAGE.browser().complaints(); // Of the connections that were cut.
  }

  @Test
  void aReconnectThatLostUpdatesSaysSo() throws Exception {
    try (Cable cable = new Cable(STAGE.server().port())) {
      STAGE.publisher().publish(Trade.of("LOST", 1, 1));
      STAGE.publisher().confirm();
      STAGE.browser().open("http://127.0.0.1:" + cable.port() + "/#/market");
      STAGE.browser().text(row("LOST", "last"), "1"::equals);

      cable.cut();
      STAGE.browser().text("#state", it -> it.startsWith("Disconnected"));
      for (int price = 2; price <= 50; price++) {
        STAGE.publisher().publish(Trade.of("LOST", price, 1));
      }
      STAGE.publisher().confirm();
      cable.mend(STAGE.server().port());

      STAGE
          .browser()
          .text("#state", it -> it.startsWith("A gap: ") || it.endsWith("updates are missing"));
      STAGE.browser().text(row("LOST", "last"), "50"::equals);
    }
    STAGE.browser().open("about:blank");
    STAGE.browser().complaints(); // Of the connections that were cut.
  }

  @Test
  void anAlertThatFiresIsShownAndSaid() throws Exception {
    STAGE
        .client()
        .operations()
        .alerts()
        .create(AlertRule.of("loud", AlertCondition.priceAbove("LOUD", 100)));
    STAGE.browser().open(page("#/market"));
    STAGE.browser().text("#state", "Live"::equals);

    STAGE.publisher().publish(Trade.of("LOUD", 101, 1));
    STAGE.publisher().confirm();

    STAGE.browser().text("#assertive", "Alert loud fires for LOUD"::equals);
    assertThat(STAGE.browser().find(".badge").getText()).matches("\\d alerts?");
    STAGE.client().operations().alerts().delete("loud");
  }

  @Test
  void textThatLooksLikeMarkupStaysText() {
    String encoded = "%3Cimg%20src=x%20onerror=alert(1)%3E";
    STAGE.browser().open(page("#/market/" + encoded));
    STAGE.browser().text("h1", HOSTILE::equals);
    STAGE.browser().text(".chart .note", it -> it.contains(HOSTILE));

    STAGE.browser().go("#/market");
    STAGE.browser().type("#filter", HOSTILE);
    STAGE.browser().text(".empty", it -> it.contains(HOSTILE));

    STAGE.browser().go("#/market/TAPE/1m/" + encoded);
    STAGE.browser().text("#polite", it -> it.contains(HOSTILE));
    assertThat(STAGE.browser().run("return document.images.length")).isEqualTo(0L);
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
    STAGE.browser().open(page("#/" + view));
    STAGE.browser().find(ready);
    STAGE.browser().text("#state", "Live"::equals);
    assertThat(STAGE.browser().faults()).as("light").isEmpty();

    STAGE.browser().prefers("dark");
    assertThat(STAGE.browser().faults()).as("dark").isEmpty();

    STAGE.browser().size(360, 720);
    assertThat(STAGE.browser().run("return document.documentElement.scrollWidth"))
        .as("width on a phone")
        .isEqualTo(360L);
    assertThat(STAGE.browser().faults()).as("phone").isEmpty();
  }

  private static String page(String hash) {
    return "http://127.0.0.1:" + STAGE.server().port() + "/" + hash;
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
        STAGE
            .browser()
            .run(
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
