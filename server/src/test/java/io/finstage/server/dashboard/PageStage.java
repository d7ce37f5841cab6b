package io.finstage.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.client.FinstageClient;
import io.finstage.client.Publisher;
import io.finstage.server.RunningServer;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server, a client that brings ticks in, and a browser, one of each for a class; no test may
 * leave a complaint of the browser behind.
 */
final class PageStage implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  private final Map<String, String> settings;

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private FinstageClient client;

  @SuppressWarnings("NullAway.Init")
  private Publisher publisher;

  @SuppressWarnings("NullAway.Init")
  private Browser browser;

  PageStage(Map<String, String> settings) {
    this.settings = settings;
  }

  RunningServer server() {
    return server;
  }

  FinstageClient client() {
    return client;
  }

  Publisher publisher() {
    return publisher;
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // First, since where there is none the class is skipped.
    browser = Browser.open();
    server = RunningServer.start(settings);
    client = FinstageClient.connect("127.0.0.1:" + server.port());
    publisher = client.publisher();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(browser.complaints()).isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      client.close();
      server.close();
    }
  }
}
