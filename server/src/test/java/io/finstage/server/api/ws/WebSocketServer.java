package io.finstage.server.api.ws;

import io.finstage.server.NoTasks;
import io.finstage.server.analysis.AnalysisStats;
import io.finstage.server.api.ConversationConfig;
import io.finstage.server.api.Conversations;
import io.finstage.server.api.IndicatorTexts;
import io.finstage.server.bars.TemporaryBars;
import io.finstage.server.hub.HubConfig;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.hub.Wire;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import io.finstage.server.metrics.ListenerStats;
import io.finstage.server.metrics.Parts;
import io.finstage.server.metrics.Readings;
import io.finstage.server.metrics.RequestMeter;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A hub with nothing but the WebSocket wire, on a free port. */
final class WebSocketServer implements AutoCloseable {

  static final int MESSAGE_BYTES_MAX = 4096;
  static final int FRAGMENTS_MAX = 16;
  static final int ERRORS_MAX = 5;

  final PriceHub hub;
  final RequestMeter requests = new RequestMeter();
  final WebSocketApi api;
  private final WebServer web;

  WebSocketServer(Duration heartbeat) {
    HubConfig limits =
        new HubConfig(
            1,
            4096,
            256,
            256,
            1000,
            10,
            1000,
            8192,
            heartbeat,
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Set.of(),
            HubConfig.OnDemand.defaults());
    hub = new PriceHub(limits, InstantSource.system(), "e1");
    Conversations conversations =
        new Conversations(
            hub,
            IndicatorTexts.none(),
            new ConversationConfig(heartbeat, 10, 30, MESSAGE_BYTES_MAX, 1_048_576, ERRORS_MAX, 16),
            InstantSource.system());
    api =
        new WebSocketApi(
            conversations,
            new WebSocketConfig(
                MESSAGE_BYTES_MAX,
                FRAGMENTS_MAX,
                Set.of("https://friend.example"),
                heartbeat,
                Duration.ofSeconds(1)),
            InstantSource.system(),
            requests);
    web =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofMillis(100))
            .addConnectionSelector(
                Http1ConnectionSelector.builder()
                    .config(Http1Config.create())
                    .addUpgraders(api.upgraders())
                    .build())
            .routing(rules -> rules.any(WebSocketApi.PATH, WebSocketApi::askForUpgrade))
            .build()
            .start();
  }

  int port() {
    return web.port();
  }

  void publish(String symbol, double price) {
    Instant now = Instant.now();
    hub.publish(new Trade(new Symbol(symbol), price, 1, now), now);
  }

  /** How the conversations ended that have, as a scraper sees it. */
  List<String> ends() {
    return new Readings(
            new Parts(
                hub::stats,
                () -> TemporaryBars.NO_STATS,
                List::of,
                AnalysisStats::nothing,
                () -> NoTasks.STATS,
                () -> new ListenerStats(0, Map.of(), 0),
                requests))
        .text()
        .lines()
        .filter(line -> line.startsWith("finstage_requests_total{"))
        .toList();
  }

  long subscribers() {
    return hub.stats().subscribers().getOrDefault(Wire.WEBSOCKET, 0L);
  }

  @Override
  public void close() {
    hub.close();
    api.close();
    web.stop();
  }
}
