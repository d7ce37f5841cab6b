package io.finstage.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.client.FinstageClient;
import io.finstage.client.Publisher;
import io.finstage.client.Trade;
import io.finstage.server.RunningServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.support.ui.Select;

/** The view of operations in a real browser. */
@Timeout(180)
@EnabledIf(
    value = "io.finstage.server.dashboard.Browser#isInstalled",
    disabledReason = Browser.MISSING)
class OperationsPageIT {

  @SuppressWarnings("NullAway.Init")
  private static RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private static FinstageClient client;

  @SuppressWarnings("NullAway.Init")
  private static Publisher publisher;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(Map.of("alerts.interval", "100ms", "alerts.keep-firing-for", "0s"));
    client = FinstageClient.connect("127.0.0.1:" + server.port());
    publisher = client.publisher();
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
  void anAlertFiresOnThePageAndIsOver() throws Exception {
    trade(99);
    open();
    browser.click(".adding summary");
    browser.type(".adding input[name=symbol]", "SPY");
    browser.type(".adding input[name=price]", "100");
    browser.type(".adding input[name=name]", "spy-high");
    browser.click(".adding button[type=submit]");
    browser.text("#polite", "Rule spy-high is there"::equals);

    trade(101);
    browser.text(".alert.firing", it -> it.contains("SPY is at 101, above 100"));
    assertThat(browser.text(".badge", "1 alert"::equals)).isNotEmpty();
    browser.text("#assertive", it -> it.contains("spy-high"));

    trade(98);
    browser.text(".alert.resolved", it -> it.contains("SPY is 98 again"));
    browser.text(".alerting > .note", "Nothing fires."::equals);
  }

  @Test
  void aRuleThatIsRefusedSaysWhyBesideItsField() {
    open();
    browser.click(".adding summary");
    new Select(browser.find(".adding select")).selectByValue("threshold");
    browser.type(".adding input[name=reading]", "finstage_no_such_reading");
    browser.type(".adding input[name=value]", "1");
    browser.type(".adding input[name=name]", "odd");
    browser.click(".adding button[type=submit]");

    browser.text(
        ".field:has(input[name=reading]) .wrong", it -> it.contains("finstage_no_such_reading"));
    assertThat(browser.find(".adding input[name=reading]").getAttribute("aria-invalid"))
        .isEqualTo("true");
  }

  @Test
  void objectivesSourcesAndChartsAreThere() {
    open();

    browser.text(
        ".objectives", it -> it.contains("delivery-latency") && it.contains("budget left"));
    browser.text(".sources tbody", it -> it.contains("publish"));
    browser.find(".plots .plot canvas");
    browser.text(".plots figure:nth-child(3) .note", it -> it.matches(".*machine [\\d.]+ %.*"));
  }

  @Test
  void thePersonSwitchesTheLoopAndSetsAValue() {
    open();
    browser.click(".tuning [data-mode=DRY_RUN]");
    browser.find(".tuning [data-mode=DRY_RUN][aria-pressed=true]");

    browser.type(tunable("input"), "3");
    browser.click(tunable("button[type=submit]"));
    browser.text(tunable("td:nth-of-type(3)"), "fixed"::equals);
    assertThat(browser.text(tunable(".value"))).isEqualTo("3");
    assertThat(browser.text(".timeline li"))
        .contains("analysis.concurrency-max", "3", "set by a person", "person: ");

    browser.type(tunable("input"), "-1");
    browser.click(tunable("button[type=submit]"));
    browser.text(tunable(".wrong"), it -> !it.isEmpty());
    browser.click(tunable("button[type=button]"));
    browser.text(tunable("td:nth-of-type(3)"), "the loop"::equals);
  }

  private static void open() {
    browser.open("http://127.0.0.1:" + server.port() + "/#/operations");
    browser.text(".summary", it -> it.contains("ready"));
  }

  private static String tunable(String part) {
    return "[data-tunable='analysis.concurrency-max'] " + part;
  }

  private static void trade(double price) throws InterruptedException {
    publisher.publish(Trade.of("SPY", price, 1));
    publisher.confirm();
  }
}
