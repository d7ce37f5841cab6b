package io.finstage.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.NoTasks;
import io.finstage.server.analysis.AnalysisStats;
import io.finstage.server.bars.TemporaryBars;
import io.finstage.server.hub.HubStats;
import io.finstage.server.hub.LatencyBuckets;
import io.finstage.server.metrics.ExpositionParser;
import io.finstage.server.metrics.ListenerStats;
import io.finstage.server.metrics.Parts;
import io.finstage.server.metrics.Readiness;
import io.finstage.server.metrics.Readings;
import io.finstage.server.metrics.RequestMeter;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminEndpointIT {

  private static final HubStats HUB =
      new HubStats(
          Map.of(),
          Map.of(),
          0,
          Map.of(),
          0,
          0,
          0,
          0,
          new LatencyBuckets.Reading(List.of(50_000L), List.of(8L, 2L), 1));

  private final RequestMeter requests = new RequestMeter();
  private volatile Readiness readiness = new Readiness(true, List.of("all is well"));

  private final AdminEndpoint endpoint =
      new AdminEndpoint(
          new Readings(
              new Parts(
                  () -> HUB,
                  () -> TemporaryBars.NO_STATS,
                  List::of,
                  AnalysisStats::nothing,
                  () -> NoTasks.STATS,
                  () -> new ListenerStats(0, Map.of(), 0),
                  requests)));
  private final ConnectionGuard guard =
      ConnectionGuard.plain(
          new ListenerLimits(10, 10, Duration.ofSeconds(10)), InstantSource.system());
  private final WebServer server =
      WebServer.builder()
          .host("127.0.0.1")
          .port(0)
          .putSocket(
              "admin",
              admin -> {
                guard.guard(admin);
                admin
                    .host("127.0.0.1")
                    .port(0)
                    .useNio(false)
                    .routing(rules -> rules.register("/", endpoint));
              })
          .addFeature(AdminEndpoint.health("admin", () -> readiness))
          .build()
          .start();

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    server.stop();
    guard.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(path, server.port("admin"));
  }

  private HttpResponse<String> get(String path, int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port("admin") + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  @Test
  void theMetricsPageIsValidPrometheusText() throws Exception {
    requests.ended("finstage.v1.PriceService", "GetPrices", "OK", 1_000_000);

    HttpResponse<String> response = get("/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(ExpositionParser.parse(response.body()))
        .containsKeys(
            "finstage_requests_total", "finstage_delivery_latency_seconds", "thread_count");
  }

  @Test
  void aHeadOfTheMetricsHasNoBody() throws Exception {
    HttpResponse<String> response = send("HEAD", "/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body()).isEmpty();
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void theConnectionIsClosedAfterTheAnswerWhenTheClientAskedForIt() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port("admin"))) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));

      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(all).startsWith("HTTP/1.1 200").contains("finstage_delivery_latency_seconds");
    }
  }

  @Test
  void theMetricsCannotBeWritten() throws Exception {
    HttpResponse<String> response = send("POST", "/metrics");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
  }

  @Test
  void anHttp10RequestIsAnsweredWith505() throws Exception {
    try (RawClient old = new RawClient(server.port("admin"))) {
      old.send("GET /metrics HTTP/1.0\r\n\r\n");

      assertThat(new String(old.read(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 505");
    }
  }

  @Test
  void aServerThatIsReadySaysWhy() throws Exception {
    HttpResponse<String> response = get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"UP\"").contains("all is well");
  }

  @Test
  void aServerThatIsNotReadyAnswers503AndTheReason() throws Exception {
    readiness = new Readiness(false, List.of("the listener is up", "replay: no such file"));

    HttpResponse<String> response = get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body())
        .contains("\"DOWN\"")
        .contains("the listener is up; replay: no such file");
  }

  @Test
  void aServerThatIsNotReadyIsLiveStill() throws Exception {
    readiness = new Readiness(false, List.of("the feed is mute"));

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }

  @Test
  void thePublicListenerShowsNoneOfIt() throws Exception {
    assertThat(get("/metrics", server.port()).statusCode()).isEqualTo(404);
    assertThat(get("/health", server.port()).statusCode()).isEqualTo(404);
  }
}
