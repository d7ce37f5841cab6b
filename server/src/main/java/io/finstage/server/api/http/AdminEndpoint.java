package io.finstage.server.api.http;

import io.finstage.server.metrics.Readiness;
import io.finstage.server.metrics.Readings;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the admin listener answers: {@code /metrics} in the Prometheus text format, and {@code
 * /health}, {@code /health/live}, {@code /health/ready} as JSON with reasons, 503 when not ready.
 */
public final class AdminEndpoint implements HttpService {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Readings readings;

  /** The routing part: register it at {@code /} of the admin listener. */
  public AdminEndpoint(Readings readings) {
    this.readings = readings;
  }

  /**
   * The health part: a feature of the server.
   *
   * @param socket name of the admin listener
   */
  public static ObserveFeature health(String socket, Supplier<Readiness> readiness) {
    return ObserveFeature.builder()
        .observersDiscoverServices(false)
        .sockets(List.of(socket))
        .endpoint("/")
        .addObserver(
            HealthObserver.builder()
                .endpoint("health")
                .details(true)
                .useSystemServices(false)
                .addCheck(AdminEndpoint::live, HealthCheckType.LIVENESS, "live")
                .addCheck(() -> ready(readiness.get()), HealthCheckType.READINESS, "ready")
                .build())
        .build();
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/metrics", (request, response) -> headed(response).send(readings.text()));
    rules.head("/metrics", (request, response) -> headed(response).send());
    rules.any(
        "/metrics",
        (request, response) ->
            response
                .status(Status.METHOD_NOT_ALLOWED_405)
                .header(HeaderNames.ALLOW, "GET, HEAD")
                .send());
  }

  private static ServerResponse headed(ServerResponse response) {
    return response.header(HeaderNames.CONTENT_TYPE, PROMETHEUS_TEXT);
  }

  /** Who can answer is alive. */
  private static HealthCheckResponse live() {
    return HealthCheckResponse.builder().detail("reason", "the process answers").build();
  }

  private static HealthCheckResponse ready(Readiness readiness) {
    return HealthCheckResponse.builder()
        .status(readiness.ready())
        .detail("reason", String.join("; ", readiness.reasons()))
        .build();
  }
}
