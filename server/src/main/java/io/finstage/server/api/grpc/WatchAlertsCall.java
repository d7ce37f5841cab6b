package io.finstage.server.api.grpc;

import io.finstage.proto.v1.WatchAlertsRequest;
import io.finstage.proto.v1.WatchAlertsResponse;
import io.finstage.server.alerts.AlertSeverity;
import io.finstage.server.alerts.Alerts;
import io.finstage.server.api.AlertMessages;
import io.finstage.server.api.AlertRequests;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.TaskRefusals;
import io.finstage.server.api.TaskRequests.Outcome;
import io.finstage.server.hub.CloseReason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.helidon.http.http2.Http2Exception;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One {@code WatchAlerts} call. Changes are put down, the stream's own thread writes them, so only
 * the client waits for itself. Ends with the client, the deadline, or the server.
 */
final class WatchAlertsCall extends OneRequest<WatchAlertsRequest, WatchAlertsResponse> {

  private final Alerts alerts;
  private final Set<AlertBacklog> live;
  private volatile @Nullable AlertBacklog backlog;
  private volatile boolean cancelled;

  private WatchAlertsCall(
      ServerCall<WatchAlertsRequest, WatchAlertsResponse> call,
      Alerts alerts,
      Set<AlertBacklog> live) {
    super(call);
    this.alerts = alerts;
    this.live = live;
  }

  /**
   * @param live whom to stop when the server does; as many as calls, which HTTP/2 limits
   */
  static ServerCallHandler<WatchAlertsRequest, WatchAlertsResponse> handler(
      Alerts alerts, Set<AlertBacklog> live) {
    return OneRequest.handler(call -> new WatchAlertsCall(call, alerts, live));
  }

  @Override
  void serve(WatchAlertsRequest asked) {
    switch (AlertRequests.severityMin(asked.getSeverityMin())) {
      case Outcome.Refused<AlertSeverity>(Refusal refusal) -> refuse(refusal);
      case Outcome.Fine<AlertSeverity>(AlertSeverity min) -> watch(new AlertBacklog(min));
    }
  }

  @Override
  public void onCancel() {
    cancelled = true;
    AlertBacklog told = backlog;
    if (told != null) {
      told.stop(null);
    }
  }

  private void watch(AlertBacklog told) {
    backlog = told;
    if (cancelled) {
      return;
    }
    Optional<AutoCloseable> watch = alerts.watch(told);
    if (watch.isEmpty()) {
      refuse(TaskRefusals.watched("alerts.watchers-max", alerts.config().watchersMax()));
      return;
    }
    live.add(told);
    try {
      call().sendHeaders(new Metadata());
      tell(told);
    } catch (InterruptedException e) {
      // The connection is gone.
      Thread.currentThread().interrupt();
    } finally {
      live.remove(told);
      end(watch.get());
    }
  }

  private void tell(AlertBacklog told) throws InterruptedException {
    while (true) {
      AlertBacklog.Part part = told.take();
      if (part == null) {
        Refusal why = told.why();
        if (why != null) {
          refuse(why);
        }
        return;
      }
      WatchAlertsResponse.Builder message =
          WatchAlertsResponse.newBuilder().setSnapshot(part.snapshot());
      part.alerts().forEach(alert -> message.addAlerts(AlertMessages.alert(alert)));
      try {
        call().sendMessage(message.build());
      } catch (Http2Exception e) {
        // The window stayed closed for the whole flow-control timeout.
        refuse(Refusal.closed(CloseReason.SLOW_CONSUMER));
        return;
      }
    }
  }

  private static void end(AutoCloseable watch) {
    try {
      watch.close();
    } catch (Exception e) {
      throw new IllegalStateException("a watch that cannot be ended", e);
    }
  }
}
