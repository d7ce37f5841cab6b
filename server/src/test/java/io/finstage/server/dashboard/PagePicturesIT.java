package io.finstage.server.dashboard;

import static org.awaitility.Awaitility.await;

import io.finstage.server.LaunchedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

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
        Browser browser = Browser.open()) {
      browser.open("http://127.0.0.1:" + server.port() + "/");
      rest(Duration.ofMinutes(3));
      for (var view : VIEWS.entrySet()) {
        browser.go("#/" + view.getValue());
        take(browser, pictures, view.getKey(), "light", 1280, 800);
        take(browser, pictures, view.getKey(), "dark", 1280, 800);
        take(browser, pictures, view.getKey() + "-phone", "dark", 360, 740);
      }
    }
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
