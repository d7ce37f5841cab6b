package io.finstage.server.api.grpc;

import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.OperationsServiceGrpc;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.server.alerts.Alerts;
import io.finstage.server.analysis.Analyzer;
import io.finstage.server.api.CallMethods;
import io.finstage.server.api.Conversations;
import io.finstage.server.api.Heartbeats;
import io.finstage.server.api.Operations;
import io.finstage.server.api.PushedTicks;
import io.finstage.server.api.grpc.interceptors.CallGuard;
import io.finstage.server.bars.BarStore;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.hub.Wire;
import io.finstage.server.market.Symbol;
import io.finstage.server.metrics.RequestMeter;
import io.finstage.server.tasks.TaskQueue;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.grpc.GrpcConfig;
import io.helidon.webserver.grpc.GrpcReflectionFeature;
import io.helidon.webserver.grpc.GrpcRouting;
import io.helidon.webserver.grpc.GrpcServiceDescriptor;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The door of the gRPC wire: its services, health and reflection, as a listener takes them. */
public final class GrpcApi implements AutoCloseable {

  private final PriceGrpc prices;
  private final AnalysisGrpc analysis;
  private final Optional<TaskGrpc> tasks;
  private final CallGuard guard;
  private final Heartbeats heartbeats;
  private final InstantSource clock;
  private final HealthStatusManager health = new HealthStatusManager();
  private Optional<OperationsGrpc> operations = Optional.empty();

  /**
   * @param sourceOf name of the source that names a symbol; empty when it is not known
   * @param tasks empty where there is no queue
   */
  public GrpcApi(
      PriceHub hub,
      BarStore bars,
      Conversations conversations,
      PushedTicks pushed,
      Function<Symbol, String> sourceOf,
      Analyzer analyzer,
      Optional<TaskQueue> tasks,
      RequestMeter meter,
      InstantSource clock) {
    this.prices = new PriceGrpc(hub, bars, conversations, pushed, sourceOf, clock);
    this.analysis = new AnalysisGrpc(analyzer, conversations, clock);
    this.tasks =
        tasks.map(
            queue -> new TaskGrpc(queue, clock, conversations.config().messageBytesMax(Wire.GRPC)));
    this.guard =
        new CallGuard(
            meter, conversations.config().messageBytesMax(Wire.GRPC), Deadline.getSystemTicker());
    this.heartbeats = new Heartbeats("grpc", conversations.config().heartbeatInterval());
    this.clock = clock;
  }

  /** Full names of the methods that last as long as their clients like. */
  public static Set<String> streams() {
    return Stream.of(
            PriceServiceGrpc.getServiceDescriptor(),
            AnalysisServiceGrpc.getServiceDescriptor(),
            TaskServiceGrpc.getServiceDescriptor(),
            OperationsServiceGrpc.getServiceDescriptor())
        .flatMap(service -> service.getMethods().stream())
        .filter(method -> method.getType() != MethodDescriptor.MethodType.UNARY)
        .map(MethodDescriptor::getFullMethodName)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Serves {@code OperationsService} too; before {@link #register}. */
  public void operations(Operations parts, Alerts alerts) {
    operations = Optional.of(new OperationsGrpc(parts, new AlertCalls(alerts), clock));
  }

  /** What calls inside a conversation may name; after {@link #operations}. */
  public CallMethods methods() {
    return CallMethods.of(
        Stream.of(
                Optional.of(prices.bindService()),
                Optional.of(analysis.bindService()),
                tasks.map(TaskGrpc::bindService),
                operations.map(OperationsGrpc::bindService))
            .flatMap(Optional::stream)
            .map(service -> ServerInterceptors.intercept(service, guard))
            .toList());
  }

  /** Puts the services on a listener, which must speak HTTP/2 through {@link #connections}. */
  public void register(WebServerConfig.Builder listener) {
    listener
        .addRouting(routing())
        .addFeature(
            GrpcReflectionFeature.create(reflection ->
                reflection.enabled(true).addSockets(Set.of(WebServer.DEFAULT_SOCKET_NAME))));
  }

  /**
   * What handles HTTP/2 connections. A client that has a call and is silent for the heartbeat
   * interval is pinged; it is gone after twice that.
   *
   * @param http2 its flow-control timeout is how long a write waits for a peer that does not read
   * @param grpc without compression and metrics, which do not work
   */
  public ServerConnectionSelector connections(Http2Config http2, GrpcConfig grpc) {
    return new GrpcConnections(http2, grpc, heartbeats);
  }

  /** Whether {@code grpc.health.v1.Health} says SERVING, for the server and for each service. */
  public void serving(boolean serving) {
    ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(prices.bindService().getServiceDescriptor().getName(), status);
    health.setStatus(analysis.bindService().getServiceDescriptor().getName(), status);
    tasks.ifPresent(
        it -> health.setStatus(it.bindService().getServiceDescriptor().getName(), status));
    operations.ifPresent(
        it -> health.setStatus(it.bindService().getServiceDescriptor().getName(), status));
  }

  /**
   * Watches of tasks and alerts end; other calls that still run keep running; health says
   * NOT_SERVING for good.
   */
  @Override
  public void close() {
    health.enterTerminalState();
    tasks.ifPresent(TaskGrpc::close);
    operations.ifPresent(OperationsGrpc::close);
    guard.close();
    heartbeats.stop();
  }

  private GrpcRouting.Builder routing() {
    GrpcRouting.Builder routing =
        GrpcRouting.builder()
            .intercept(guard)
            .service(GrpcServiceDescriptor.builder(prices).build())
            .service(GrpcServiceDescriptor.builder(analysis).build())
            .service(GrpcServiceDescriptor.builder(health.getHealthService()).build());
    tasks.ifPresent(it -> routing.service(GrpcServiceDescriptor.builder(it).build()));
    operations.ifPresent(it -> routing.service(GrpcServiceDescriptor.builder(it).build()));
    return routing;
  }
}
