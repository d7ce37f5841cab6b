package io.finstage.server.dashboard;

import static org.awaitility.Awaitility.await;

import io.finstage.client.FinstageClient;
import io.finstage.client.TaskPriority;
import io.finstage.client.Tasks;
import io.finstage.server.LaunchedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.Select;

/** The pictures of docs/images, taken anew by hand, as CONTRIBUTING.md says. */
@EnabledIfSystemProperty(
    named = "finstage.page.pictures",
    matches = ".+",
    disabledReason = "takes pictures: -Dfinstage.page.pictures=FOLDER")
class PagePicturesIT {

  private static final Map<String, String> VIEWS =
      Map.of(
          "market", "market",
          "symbol", "market/SPY/1s/ema(20);rsi(14);macd(12,26,9);crosses_above(ema(9),ema(21))",
          "analysis", "analysis",
          "tasks", "tasks",
          "operations", "operations");

  private static final String SYMBOLS =
      "AAPL,ABBV,ADBE,AMD,AMZN,AVGO,BAC,BTC-USD,COST,CRM,CSCO,CVX,DIS,ETH-USD,EUR-USD,GBP-USD,GOOG,"
          + "HD,IBM,INTC,JNJ,JPM,KO,LLY,MA,META,MRK,MSFT,NFLX,NVDA,ORCL,PEP,PG,QQQ,SPY,TSLA,UNH,V";

  @TempDir private Path folder;

  @Test
  void everyViewIsTakenLightDarkAndOnAPhone() throws IOException {
    Path pictures = Path.of(System.getProperty("finstage.page.pictures", "")).toAbsolutePath();
    Files.createDirectories(pictures);
    try (LaunchedServer server =
            LaunchedServer.start(
                folder, "--feed.simulated.symbols=" + SYMBOLS, "--feed.simulated.rate=80");
        FinstageClient client = FinstageClient.connect("127.0.0.1:" + server.port());
        Browser browser = Browser.open()) {
      browser.open("http://127.0.0.1:" + server.port() + "/");
      rest(Duration.ofMinutes(3));
      var _ = client.operations().fix("tasks.slots", 64, "two desks share this machine");
      work(client);
      analyse(browser);
      for (var view : VIEWS.entrySet()) {
        browser.go("#/" + view.getValue());
        take(browser, pictures, view.getKey(), "light", 1280, 800);
        take(browser, pictures, view.getKey(), "dark", 1280, 800);
        take(browser, pictures, view.getKey() + "-phone", "dark", 360, 740);
      }
    }
  }

  /** Tasks of every kind and state. */
  private static void work(FinstageClient client) {
    Tasks tasks = client.tasks();
    for (int i = 0; i < 4; i++) {
      var _ = tasks.submit("echo", "{\"n\":" + i + "}").label("desk", "fx").send();
      var _ = tasks.submit("sleep", "{\"millis\":" + (60_000 + 45_000 * i) + "}").send();
    }
    var _ =
        tasks
            .submit(
                "analyze",
                "{\"symbols\":\"*\",\"interval\":\"1s\",\"indicators\":[\"rsi(14)\",\"ema(20)\"]}")
            .label("desk", "equities")
            .priority(TaskPriority.HIGH)
            .send();
    var _ = tasks.submit("export-bars", "{\"interval\":\"1s\"}").label("desk", "data").send();
    var _ = tasks.submit("import-bars", "{\"path\":\"missing.csv\"}").maxAttempts(1).send();
    var _ = tasks.submit("echo").runAt(Instant.now().plus(Duration.ofHours(2))).send();
    var _ = tasks.submit("sleep", "{\"millis\":600000}").send().cancel();
  }

  /** Leaves a table of results, which the view keeps. */
  private static void analyse(Browser browser) {
    browser.go("#/analysis");
    browser.click(".adding summary");
    for (String indicator : List.of("ema", "macd")) {
      new Select(browser.find(".forms select")).selectByValue(indicator);
      browser.click(".forms button[type=submit]");
      browser.text(".studies", it -> it.contains(indicator));
    }
    browser.click(".adding summary");
    browser.run(
        "[...document.querySelectorAll('select')].find((it) => it.value === '1m').value = '1s'");
    browser.click("form.fields button[type=submit]");
    browser.text(".summary", it -> it.contains("symbols with results"));
  }

  private static void take(
      Browser browser, Path folder, String name, String scheme, int width, int height)
      throws IOException {
    browser.prefers(scheme);
    browser.size(width, height);
    rest(Duration.ofSeconds(6));
    String file = name.endsWith("-phone") ? name : name + "-" + scheme;
    Files.write(folder.resolve(file + ".png"), browser.picture());
  }

  /** Time in which prices move. */
  private static void rest(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
  }
}
