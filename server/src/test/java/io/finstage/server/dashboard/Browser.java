package io.finstage.server.dashboard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium, one for all tests of a class. What it shows is read by CSS selectors. */
final class Browser implements AutoCloseable {

  /** Why tests are skipped. */
  static final String MISSING =
      "no Chromium here: install chromium and chromium-driver (.ci/run does where it may)";

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  static Browser open() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    // Its sandbox does not run as root, and /dev/shm is small in containers.
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,800");
    options.setCapability("goog:loggingPrefs", logs);
    // Else Selenium would look for a driver on the network.
    System.setProperty("webdriver.chrome.driver", DRIVER.toString());
    ChromeDriver driver = new ChromeDriver(options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    return new Browser(driver);
  }

  /** Loads a page, as for the first time. */
  void open(String url) {
    driver.get("about:blank");
    driver.get(url);
  }

  /** Goes to another view of the page that is open. */
  void go(String hash) {
    run("location.hash = arguments[0]", hash);
  }

  /** What the first element says; empty when there is none. */
  String text(String selector) {
    return (String) run("return document.querySelector(arguments[0])?.textContent ?? ''", selector);
  }

  /** Waits until the first element says something that fits, and answers that. */
  String text(String selector, Predicate<String> fits) {
    return await("text of " + selector)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> text(selector), fits);
  }

  /** Waits for an element that is in sight. */
  WebElement find(String selector) {
    return await("element " + selector)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> driver.findElements(By.cssSelector(selector)),
            found -> !found.isEmpty() && found.getFirst().isDisplayed())
        .getFirst();
  }

  /** Clicks an element when it is there; one that was drawn anew meanwhile is looked up again. */
  void click(String selector) {
    await("click on " + selector)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> {
          driver.findElement(By.cssSelector(selector)).click();
          return true;
        });
  }

  /** Replaces what a field holds. */
  void type(String selector, String text) {
    WebElement field = find(selector);
    field.clear();
    field.sendKeys(text);
  }

  @SuppressWarnings("NullAway") // A script may well answer null; who asks knows.
  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What an asynchronous script answers. */
  Object later(String script) {
    return Objects.requireNonNull(
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];(async () => {"
                + script
                + "})().then(done, (error) => done('failed: ' + error.stack));"));
  }

  /**
   * Has the page that is open keep what it hands to the browser's downloads, in {@code downloads}.
   */
  void keepDownloads() {
    run(
        """
        window.downloads = [];
        const url = URL.createObjectURL;
        URL.createObjectURL = (blob) => (window.downloads.push(blob), url.call(URL, blob));
        """);
  }

  /** Light or dark, as the system of the reader would have it. */
  void prefers(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Size of what is shown, in pixels of the style. */
  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Processor time of what draws pages, since it was started. */
  Duration rendererTime() {
    return ProcessHandle.current()
        .descendants()
        .filter(Browser::draws)
        .map(it -> it.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** What is left of the page's JavaScript after a collection. */
  long heapBytes() {
    driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
    Object used = driver.executeCdpCommand("Runtime.getHeapUsage", Map.of()).get("usedSize");
    return ((Number) Objects.requireNonNull(used)).longValue();
  }

  byte[] picture() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** Faults of accessibility of what is shown now, the serious and the critical ones. */
  @SuppressWarnings("unchecked")
  List<String> faults() {
    run(axe());
    return (List<String>)
        Objects.requireNonNull(
            driver.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
                  .then(({violations}) => done(violations
                    .filter((it) => ["serious", "critical"].includes(it.impact))
                    .map((it) => it.id + ": " + it.nodes.map((node) => node.html + " " +
                      node.failureSummary).slice(0, 3).join(" | "))))
                  .catch((error) => done(["axe failed: " + error]));
                """));
  }

  /** Errors that the page has caused since the last time this was asked: scripts, policy, files. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(it -> it.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }

  /** Chromium writes over its arguments, so that the JVM cannot tell them apart. */
  private static boolean draws(ProcessHandle process) {
    try {
      Path arguments = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return Files.readString(arguments, ISO_8859_1).contains("--type=renderer");
    } catch (IOException e) {
      return false; // It has ended meanwhile.
    }
  }

  private static String axe() {
    try (InputStream in = Browser.class.getResourceAsStream(AXE)) {
      return new String(Objects.requireNonNull(in, "axe-core is not there").readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
