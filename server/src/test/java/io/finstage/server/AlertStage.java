package io.finstage.server;

import io.finstage.client.Alert;
import io.finstage.client.AlertState;
import io.finstage.client.FinstageClient;
import io.finstage.client.Publisher;
import io.finstage.client.Trade;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A server that looks at its rules ten times a second, and a client of it. */
final class AlertStage implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(30);

  final RunningServer server;
  final FinstageClient client;
  private final Publisher publisher;

  AlertStage(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("alerts.interval", "100ms");
    all.putIfAbsent("alerts.keep-firing-for", "0s");
    server = RunningServer.start(all);
    client = FinstageClient.connect("127.0.0.1:" + server.port());
    publisher = client.publisher();
  }

  void trade(String symbol, double price, double size) throws InterruptedException {
    publisher.publish(Trade.of(symbol, price, size));
    publisher.flush();
  }

  /** The alerts of a rule, newest first. */
  List<Alert> alerts(String rule) {
    return client.operations().alerts().list().stream()
        .filter(alert -> alert.rule().equals(rule))
        .toList();
  }

  /** The newest alert of a rule, once it is in that state. */
  Alert await(String rule, AlertState state) {
    return Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> alerts(rule).stream().findFirst().filter(it -> it.state() == state),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  /** What comes over a WebSocket after these were said, as text. */
  List<String> listen(String... said) {
    List<String> heard = new CopyOnWriteArrayList<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/ws"), new Hearer(heard))
            .join();
    for (String text : said) {
      socket.sendText(text, true).join();
    }
    return heard;
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  private static final class Hearer implements WebSocket.Listener {

    private final List<String> heard;
    private final StringBuilder text = new StringBuilder();

    Hearer(List<String> heard) {
      this.heard = heard;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        heard.add(text.toString());
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(socket, data, last);
    }
  }
}
