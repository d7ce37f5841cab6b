package io.finstage.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.Analysis;
import io.finstage.client.Indicator;
import io.finstage.client.TaskHandle;
import io.finstage.client.Trade;
import io.finstage.client.Worker;
import java.math.BigDecimal;
import java.math.MathContext;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
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

  /** More than fits into a reply of a server that takes messages of 2 MiB. */
  private static final int LARGE = 2_000_000;

  @RegisterExtension
  static final PageStage STAGE = new PageStage(Map.of("grpc.message-bytes-max", "2MiB"));

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

  @Test
  void anAnalysisOfPartOfTheBarsIsTakenAlongAsCsv() {
    STAGE.browser().open(page("#/analysis"));
    new Select(STAGE.browser().find("form.fields select")).selectByValue("these");
    STAGE.browser().type("form.fields input", "TAPE");
    STAGE.browser().type(field("From (UTC)"), "2013-10-07T13:35:00Z");
    STAGE.browser().type(field("Before (UTC)"), "yesterday");
    STAGE.browser().click("form.fields button[type=submit]");
    STAGE.browser().text("[role=alert]", it -> it.startsWith("A time is written as"));
    STAGE.browser().type(field("Before (UTC)"), "2013-10-07T13:40");
    STAGE.browser().click("form.fields button[type=submit]");
    STAGE.browser().text(".rows .row:not([hidden]) .bars", "5"::equals);

    STAGE.browser().keepDownloads();
    STAGE.browser().click(".bar button:not([disabled])");

    assertThat(STAGE.browser().later("return JSON.stringify(await downloads[0].text())"))
        .isEqualTo("\"Symbol,Bars,rsi(14),Status\\r\\nTAPE,5,,OK\\r\\n\"");
  }

  @Test
  void aResultThatIsLargerThanAMessageIsDownloadedWhole() throws Exception {
    byte[] large = new byte[LARGE];
    new Random(7).nextBytes(large);
    try (Worker worker = STAGE.client().worker("maker").handle("make", context -> large).start()) {
      await().until(worker::isConnected);
      TaskHandle task = STAGE.client().tasks().submit("make").label("note", HOSTILE).send();
      STAGE.browser().open(page("#/tasks/" + task.id()));
      STAGE.browser().text(STATE, "succeeded"::equals);
      STAGE.browser().text(".detail .facts", it -> it.contains("note=" + HOSTILE));
      STAGE.browser().keepDownloads();

      STAGE.browser().click("[data-does=download]");

      await().until(() -> STAGE.browser().run("return downloads.length").equals(1L));
    }
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(large));
    assertThat(
            STAGE
                .browser()
                .later(
                    """
                    const digest = await crypto.subtle.digest("SHA-256", await downloads[0].arrayBuffer());
                    return Array.from(new Uint8Array(digest), (it) => it.toString(16).padStart(2, "0")).join("");
                    """))
        .isEqualTo(digest);
  }

  @Test
  void aScheduleIsMadeByItsFormAndDeleted() {
    String schedules = ".adding ~ .adding ";
    STAGE.browser().open(page("#/tasks"));
    STAGE.browser().click(schedules + "summary");
    STAGE.browser().text(schedules + "tbody", "No schedule yet."::equals);
    new Select(STAGE.browser().find(schedules + "select")).selectByValue("echo");
    STAGE.browser().type(schedules + "textarea", "good morning");
    STAGE.browser().type(schedules + "input[name=schedule-name]", "nightly");
    STAGE.browser().type(schedules + "input[name=schedule-cron]", "not a cron");
    STAGE.browser().click(schedules + "button[type=submit]");
    STAGE.browser().text(schedules + "form .wrong.error", it -> it.contains("cron"));

    STAGE.browser().type(schedules + "input[name=schedule-cron]", "30 3 * * *");
    STAGE.browser().click(schedules + "button[type=submit]");

    STAGE.browser().text(schedules + "tbody", it -> it.startsWith("nightlyecho30 3 * * * "));
    assertThat(STAGE.client().tasks().schedules()).hasSize(1);
    STAGE.browser().click(schedules + "tbody button");
    STAGE.browser().text(schedules + "tbody", "No schedule yet."::equals);
    assertThat(STAGE.client().tasks().schedules()).isEmpty();
  }

  /** The input that a label names. */
  private static String field(String label) {
    return "#"
        + STAGE
            .browser()
            .run(
                "return [...document.querySelectorAll('label')]"
                    + ".find((it) => it.textContent === arguments[0]).htmlFor",
                label);
  }

  private static String page(String hash) {
    return "http://127.0.0.1:" + STAGE.server().port() + "/" + hash;
  }
}
