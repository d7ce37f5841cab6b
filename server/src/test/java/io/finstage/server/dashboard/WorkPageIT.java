package io.finstage.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.Analysis;
import io.finstage.client.Indicator;
import io.finstage.client.Trade;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
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

  @RegisterExtension static final PageStage STAGE = new PageStage(Map.of());

  @BeforeAll
  static void bringBars() throws Exception {
    for (int bar = 0; bar <= BARS; bar++) {
      STAGE
          .publisher()
          .publish(Trade.of("TAPE", 100 + Math.sin(bar), 1, START.plusSeconds(60L * bar)));
    }
    STAGE.publisher().confirm();
    await().until(() -> STAGE.client().listBars("TAPE", "1m").size() == BARS);
  }

  @Test
  void anAnalysisIsATableOfResultsAndFailures() {
    double expected =
        STAGE
            .client()
            .analysis()
            .analyze(Analysis.of("TAPE").interval("1m").indicators(Indicator.of("rsi(14)")).last())
            .getFirst()
            .values("rsi(14)")
            .last();
    STAGE.browser().open(page("#/analysis"));
    new Select(STAGE.browser().find("form.fields select")).selectByValue("these");
    STAGE.browser().type("form.fields input", "TAPE, NOPE");

    STAGE.browser().click("form.fields button[type=submit]");

    STAGE.browser().text(".summary", it -> it.startsWith("1 symbols with results, 1 failed"));
    STAGE
        .browser()
        .text(".rows .row:not([hidden]) .outcome", it -> it.startsWith("no 1m bars of NOPE"));
    STAGE.browser().click(".head .symbol button");
    STAGE.browser().text(".rows .row:not([hidden]) .symbol", "TAPE"::equals);
    assertThat(new BigDecimal(STAGE.browser().text(".rows .row:not([hidden]) .value-0")))
        .isEqualByComparingTo(new BigDecimal(expected).round(new MathContext(DIGITS)));
  }

  @Test
  void aTaskRunsFromItsFormToItsResultAndIsShownAsText() {
    STAGE.browser().open(page("#/tasks"));
    STAGE.browser().click(".adding summary");
    new Select(STAGE.browser().find(".adder select")).selectByValue("echo");
    STAGE.browser().type(".adder textarea", HOSTILE);

    STAGE.browser().click(".adder button[type=submit]");

    STAGE.browser().text(STATE, "succeeded"::equals);
    STAGE.browser().click(".detail details summary");
    STAGE.browser().text(".detail pre", HOSTILE::equals);
    STAGE.browser().text(".rows .row:not([hidden]) .state", "succeeded"::equals);
    assertThat(STAGE.browser().find("[data-does=download]").isDisplayed()).isTrue();
  }

  @Test
  void aTaskIsCancelledAndRunAgain() {
    STAGE.browser().open(page("#/tasks"));
    STAGE.browser().click(".adding summary");
    new Select(STAGE.browser().find(".adder select")).selectByValue("sleep");
    STAGE.browser().type(".adder input[name=millis]", "600000");
    STAGE.browser().click(".adder button[type=submit]");
    STAGE.browser().text(STATE, "running"::equals);

    STAGE.browser().click("[data-does=cancel_task]");
    STAGE.browser().text(STATE, "cancelled"::equals);
    STAGE.browser().click("[data-does=rerun_task]");
    STAGE.browser().text(STATE, "running"::equals);

    STAGE.browser().click("[data-does=cancel_task]");
    STAGE.browser().text(STATE, "cancelled"::equals);
  }

  private static String page(String hash) {
    return "http://127.0.0.1:" + STAGE.server().port() + "/" + hash;
  }
}
