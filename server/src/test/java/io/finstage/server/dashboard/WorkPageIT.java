package io.finstage.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.Analysis;
import io.finstage.client.FinstageClient;
import io.finstage.client.Indicator;
import io.finstage.client.Publisher;
import io.finstage.client.Trade;
import io.finstage.server.RunningServer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.support.ui.Select;

/** Analysis and tasks in a real browser. */
@Timeout(180)
@EnabledIf(
    value = "io.finstage.server.dashboard.Browser#isInstalled",
    disabledReason = Browser.MISSING)
class WorkPageIT {

  private static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final String STATE = ".detail .facts div:first-child dd";
  private static final Instant START = Instant.parse("2013-10-07T13:30:00Z");
  private static final int BARS = 20;
  private static final int DIGITS = 7;

  @SuppressWarnings("NullAway.Init")
  private static RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private static FinstageClient client;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(Map.of());
    client = FinstageClient.connect("127.0.0.1:" + server.port());
    Publisher publisher = client.publisher();
    for (int bar = 0; bar <= BARS; bar++) {
      publisher.publish(Trade.of("TAPE", 100 + Math.sin(bar), 1, START.plusSeconds(60L * bar)));
    }
    publisher.confirm();
    await().until(() -> client.listBars("TAPE", "1m").size() == BARS);
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

  @AfterEach
  void nothingWentWrong() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void anAnalysisIsATableOfResultsAndFailures() {
    double expected =
        client
            .analysis()
            .analyze(Analysis.of("TAPE").interval("1m").indicators(Indicator.of("rsi(14)")).last())
            .getFirst()
            .values("rsi(14)")
            .last();
    browser.open(page("#/analysis"));
    new Select(browser.find("form.fields select")).selectByValue("these");
    browser.type("form.fields input", "TAPE, NOPE");

    browser.click("form.fields button[type=submit]");

    browser.text(".summary", it -> it.startsWith("1 symbols with results, 1 failed"));
    browser.text(".rows .row:not([hidden]) .outcome", it -> it.startsWith("no 1m bars of NOPE"));
    browser.click(".head .symbol button");
    browser.text(".rows .row:not([hidden]) .symbol", "TAPE"::equals);
    assertThat(new BigDecimal(browser.text(".rows .row:not([hidden]) .value-0")))
        .isEqualByComparingTo(new BigDecimal(expected).round(new MathContext(DIGITS)));
  }

  @Test
  void aTaskRunsFromItsFormToItsResultAndIsShownAsText() {
    browser.open(page("#/tasks"));
    browser.click(".adding summary");
    new Select(browser.find(".adder select")).selectByValue("echo");
    browser.type(".adder textarea", HOSTILE);

    browser.click(".adder button[type=submit]");

    browser.text(STATE, "succeeded"::equals);
    browser.click(".detail details summary");
    browser.text(".detail pre", HOSTILE::equals);
    browser.text(".rows .row:not([hidden]) .state", "succeeded"::equals);
    assertThat(browser.find("[data-does=download]").isDisplayed()).isTrue();
  }

  @Test
  void aTaskIsCancelledAndRunAgain() {
    browser.open(page("#/tasks"));
    browser.click(".adding summary");
    new Select(browser.find(".adder select")).selectByValue("sleep");
    browser.type(".adder input[name=millis]", "600000");
    browser.click(".adder button[type=submit]");
    browser.text(STATE, "running"::equals);

    browser.click("[data-does=cancel_task]");
    browser.text(STATE, "cancelled"::equals);
    browser.click("[data-does=rerun_task]");
    browser.text(STATE, "running"::equals);

    browser.click("[data-does=cancel_task]");
    browser.text(STATE, "cancelled"::equals);
  }

  private static String page(String hash) {
    return "http://127.0.0.1:" + server.port() + "/" + hash;
  }
}
