package io.finstage.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.client.AlertCondition;
import io.finstage.client.AlertRule;
import io.finstage.client.Trade;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.support.ui.Select;

/** The view of operations in a real browser. */
@Timeout(180)
@EnabledIf(
    value = "io.finstage.server.dashboard.Browser#isInstalled",
    disabledReason = Browser.MISSING)
class OperationsPageIT {

  @RegisterExtension
  static final PageStage STAGE =
      new PageStage(Map.of("alerts.interval", "100ms", "alerts.keep-firing-for", "0s"));

  @Test
  void anAlertFiresOnThePageAndIsOver() throws Exception {
    trade(99);
    open();
    STAGE.browser().click(".adding summary");
    STAGE.browser().type(".adding input[name=symbol]", "SPY");
    STAGE.browser().type(".adding input[name=price]", "100");
    STAGE.browser().type(".adding input[name=name]", "spy-high");
    STAGE.browser().click(".adding button[type=submit]");
    STAGE.browser().text("#polite", "Rule spy-high is there"::equals);

    trade(101);
    STAGE.browser().text(".alert.firing", it -> it.contains("SPY is at 101, above 100"));
    assertThat(STAGE.browser().text(".badge", "1 alert"::equals)).isNotEmpty();
    STAGE.browser().text("#assertive", it -> it.contains("spy-high"));

    trade(98);
    STAGE.browser().text(".alert.resolved", it -> it.contains("SPY is 98 again"));
    STAGE.browser().text(".alerting > .note", "Nothing fires."::equals);
  }

  @Test
  void aRuleThatIsRefusedSaysWhyBesideItsField() {
    open();
    STAGE.browser().click(".adding summary");
    new Select(STAGE.browser().find(".adding select")).selectByValue("threshold");
    STAGE.browser().type(".adding input[name=reading]", "finstage_no_such_reading");
    STAGE.browser().type(".adding input[name=value]", "1");
    STAGE.browser().type(".adding input[name=name]", "odd");
    STAGE.browser().click(".adding button[type=submit]");

    STAGE
        .browser()
        .text(
            ".field:has(input[name=reading]) .wrong",
            it -> it.contains("finstage_no_such_reading"));
    assertThat(STAGE.browser().find(".adding input[name=reading]").getAttribute("aria-invalid"))
        .isEqualTo("true");
  }

  @Test
  void aRuleIsDescribedAsText() {
    String hostile = "<img src=x onerror=alert(1)>";
    STAGE
        .client()
        .operations()
        .alerts()
        .create(
            AlertRule.of("marked-up", AlertCondition.priceAbove("SPY", 1_000_000))
                .withDescription(hostile));
    open();

    STAGE.browser().text(".alerting tbody", it -> it.contains(hostile));
    assertThat(STAGE.browser().run("return document.images.length")).isEqualTo(0L);
    STAGE.client().operations().alerts().delete("marked-up");
  }

  @Test
  void objectivesSourcesAndChartsAreThere() {
    open();

    STAGE
        .browser()
        .text(".objectives", it -> it.contains("delivery-latency") && it.contains("budget left"));
    STAGE.browser().text(".sources tbody", it -> it.contains("publish"));
    STAGE.browser().find(".plots .plot canvas");
    STAGE
        .browser()
        .text(".plots figure:nth-child(3) .note", it -> it.matches(".*machine [\\d.]+ %.*"));
  }

  @Test
  void thePersonSwitchesTheLoopAndSetsAValue() {
    open();
    STAGE.browser().click(".tuning [data-mode=DRY_RUN]");
    STAGE.browser().find(".tuning [data-mode=DRY_RUN][aria-pressed=true]");

    STAGE.browser().type(tunable("input"), "3");
    STAGE.browser().click(tunable("button[type=submit]"));
    STAGE.browser().text(tunable("td:nth-of-type(3)"), "fixed"::equals);
    assertThat(STAGE.browser().text(tunable(".value"))).isEqualTo("3");
    assertThat(STAGE.browser().text(".timeline li"))
        .contains("analysis.concurrency-max", "3", "set by a person", "person: ");

    STAGE.browser().type(tunable("input"), "-1");
    STAGE.browser().click(tunable("button[type=submit]"));
    STAGE.browser().text(tunable(".wrong"), it -> !it.isEmpty());
    STAGE.browser().click(tunable("button[type=button]"));
    STAGE.browser().text(tunable("td:nth-of-type(3)"), "the loop"::equals);
  }

  private static void open() {
    STAGE.browser().open("http://127.0.0.1:" + STAGE.server().port() + "/#/operations");
    STAGE.browser().text(".summary", it -> it.contains("ready"));
  }

  private static String tunable(String part) {
    return "[data-tunable='analysis.concurrency-max'] " + part;
  }

  private static void trade(double price) throws InterruptedException {
    STAGE.publisher().publish(Trade.of("SPY", price, 1));
    STAGE.publisher().confirm();
  }
}
