package io.finstage.server;

import io.finstage.server.alerts.Webhooks;
import io.finstage.server.analysis.AnalysisStats;
import io.finstage.server.analysis.Analyzer;
import io.finstage.server.api.Conversations;
import io.finstage.server.api.Operations;
import io.finstage.server.api.ShortTexts;
import io.finstage.server.api.TaskChannel;
import io.finstage.server.api.grpc.GrpcApi;
import io.finstage.server.api.http.AdminEndpoint;
import io.finstage.server.api.http.ConnectionGuard;
import io.finstage.server.api.ws.WebSocketApi;
import io.finstage.server.bars.BarStore;
import io.finstage.server.bars.Bars;
import io.finstage.server.dashboard.Dashboard;
import io.finstage.server.database.Database;
import io.finstage.server.database.FolderLock;
import io.finstage.server.feed.TickCheck;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.metrics.FeedReading;
import io.finstage.server.metrics.Monitor;
import io.finstage.server.metrics.Parts;
import io.finstage.server.metrics.Readiness;
import io.finstage.server.metrics.Readings;
import io.finstage.server.metrics.RequestMeter;
import io.finstage.server.tasks.TaskQueue;
import io.finstage.server.tuning.AdjustmentStore;
import io.finstage.server.tuning.Tuner;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The wiring: every part is built once, in the order the data flows. */
final class Server implements AutoCloseable {

  private static final int EPOCH_BYTES = 4;

  private final Feeds feeds;
  private final PriceHub hub;
  private final Analyzer analyzer;
  private final Bars bars;
  private final IndicatorTopics indicators;
  private final Optional<FolderLock> folder;
  private final Database database;
  private final TaskQueue tasks;
  private final Database tasksDatabase;
  private final Tuner tuner;
  private final Database tuningDatabase;
  private final Monitor monitor;
  private final AlertDesk alerts;
  private final GrpcApi grpc;
  private final WebSocketApi webSocket;
  private final ConnectionGuard guard;
  private final ConnectionGuard adminGuard;
  private final WebServer web;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Server(
      Feeds feeds,
      PriceHub hub,
      Analyzer analyzer,
      Bars bars,
      IndicatorTopics indicators,
      Optional<FolderLock> folder,
      Database database,
      TaskQueue tasks,
      Database tasksDatabase,
      Tuner tuner,
      Database tuningDatabase,
      Monitor monitor,
      AlertDesk alerts,
      GrpcApi grpc,
      WebSocketApi webSocket,
      ConnectionGuard guard,
      ConnectionGuard adminGuard,
      WebServer web) {
    this.feeds = feeds;
    this.hub = hub;
    this.analyzer = analyzer;
    this.bars = bars;
    this.indicators = indicators;
    this.folder = folder;
    this.database = database;
    this.tasks = tasks;
    this.tasksDatabase = tasksDatabase;
    this.tuner = tuner;
    this.tuningDatabase = tuningDatabase;
    this.monitor = monitor;
    this.alerts = alerts;
    this.grpc = grpc;
    this.webSocket = webSocket;
    this.guard = guard;
    this.adminGuard = adminGuard;
    this.web = web;
  }

  /**
   * Builds every part and opens the listeners.
   *
   * @throws StartException when the machine does not allow it
   */
  static Server start(ServerConfig config) throws StartException {
    Listeners.check(config);

    InstantSource clock = SteadyClock.system();
    SymbolSources names = new SymbolSources();
    TickCheck check = new TickCheck(config.ticks());
    PriceHub hub = new PriceHub(config.hub(), clock, epoch());
    Optional<FolderLock> folder = Databases.hold(config.database());
    Database database = Databases.bars(config.database());
    Bars bars = new Bars(config.bars(), new BarStore(database, config.bars()), clock);
    new BarTopics(hub, bars).start();
    Feeds feeds = Feeds.of(config.sources(), check, hub, bars, names, clock);
    PublishDoor door =
        new PublishDoor(check, new HubSink(hub, bars, names, PublishDoor.SOURCE), clock);

    IndicatorTopics indicators = new IndicatorTopics(hub, bars, config.live(), clock);
    indicators.start();
    Analyzer analyzer = new Analyzer(config.analysis(), new BarHistory(bars), clock);
    Supplier<AnalysisStats> analysis =
        () -> analyzer.stats().live(indicators.topics(), indicators.evaluations());

    String node = node(config.tasks().node());
    Webhooks webhooks = new Webhooks(config.alerts().webhooks());
    Database tasksDatabase = Databases.tasks(config.database());
    TaskQueue tasks =
        new TaskQueue(
            config.tasks().queue(),
            tasksDatabase,
            node,
            TaskKinds.handlers(
                config, config.tasks().queue(), bars.store(), analyzer, webhooks, clock),
            clock,
            new SecureRandom());
    TaskChannel channel = new TaskChannel(tasks, config.tasks().watchesPerConnectionMax(), clock);

    Database tuningDatabase = Databases.tuning(config.database());
    Tuner tuner =
        new Tuner(
            config.tuning().loop(),
            Tunables.of(config, analyzer, tasks, hub),
            new AdjustmentStore(tuningDatabase, epoch(), config.tuning().loop().adjustmentsMax()),
            clock);

    RequestMeter requests = new RequestMeter();
    Conversations conversations =
        new Conversations(
            hub, new ShortTexts(), config.conversations(), clock, Optional.of(channel));
    GrpcApi grpc =
        new GrpcApi(
            hub,
            bars.store(),
            conversations,
            door,
            names::of,
            analyzer,
            Optional.of(tasks),
            requests,
            clock);
    WebSocketApi webSocket = new WebSocketApi(conversations, config.webSocket(), clock, requests);

    ConnectionGuard guard =
        new ConnectionGuard(
            config.listener().limits(),
            clock,
            Http1Config.create(),
            webSocket.upgraders(),
            grpc.connections(Listeners.http2(config), Listeners.grpc(config)));
    Supplier<List<FeedReading>> sources = () -> with(feeds.readings(), door.reading());
    Parts parts =
        new Parts(hub::stats, bars::stats, sources, analysis, tasks::stats, guard::stats, requests);
    Readings readings = new Readings(parts);
    readings.add(page -> TuningFamilies.write(page, tuner.stats()));
    Monitor monitor = new Monitor(config.monitor(), parts, readings, GrpcApi.streams(), clock);
    AlertDesk alerts =
        AlertDesk.open(
            config,
            node,
            monitor.objectiveNames(),
            AlertSight.of(monitor.board(), sources, hub, bars, config.bars()),
            bars,
            webhooks,
            tasks,
            clock);
    alerts.report(readings);
    conversations.serve(alerts.alerts());
    AtomicBoolean open = new AtomicBoolean();
    Supplier<Readiness> readiness = () -> Readiness.of(open.get(), feeds.readings());
    grpc.operations(
        new Operations(node, clock.instant(), monitor, sources, readiness, alerts::firing, tuner),
        alerts.alerts());
    conversations.serve(grpc.methods());
    ConnectionGuard adminGuard = Listeners.adminGuard(config, clock);
    WebServerConfig.Builder listeners = Listeners.configure(config, adminGuard);
    listeners.routing(rules ->
        rules.any(WebSocketApi.PATH, WebSocketApi::askForUpgrade).register("/", new Dashboard()));
    listeners.routing(Listeners.ADMIN, rules -> rules.register("/", new AdminEndpoint(readings)));
    listeners.addFeature(AdminEndpoint.health(Listeners.ADMIN, readiness));
    grpc.register(listeners);
    guard.guard(listeners);
    WebServer web = listeners.build().start();
    if (!web.isRunning()) {
      throw new StartException("the listeners did not open; the log says why");
    }
    bars.start();
    feeds.start();
    tasks.start();
    tuner.start();
    monitor.start();
    alerts.start();
    open.set(true);
    grpc.serving(true);
    return new Server(
        feeds,
        hub,
        analyzer,
        bars,
        indicators,
        folder,
        database,
        tasks,
        tasksDatabase,
        tuner,
        tuningDatabase,
        monitor,
        alerts,
        grpc,
        webSocket,
        guard,
        adminGuard,
        web);
  }

  /** Port of all wires. */
  int port() {
    return web.port();
  }

  /** Port of readings and health. */
  int adminPort() {
    return web.port(Listeners.ADMIN);
  }

  /** Stops the flow from its source to its readers; any number of calls. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      grpc.serving(false);
      tuner.close();
      alerts.close();
      monitor.close();
      tasks.close();
      feeds.close();
      bars.close();
      indicators.close();
      analyzer.close();
      hub.close();
      webSocket.close();
      grpc.close();
      guard.close();
      adminGuard.close();
      web.stop();
      database.close();
      tasksDatabase.close();
      tuningDatabase.close();
      folder.ifPresent(FolderLock::close);
    }
  }

  /** Another life of this server is another node, unless the configuration names it. */
  private static String node(String named) {
    return named.isEmpty() ? "node-" + epoch() : named;
  }

  /** Not seen before: sequences of another life of this server never fit this one. */
  private static String epoch() {
    byte[] bytes = new byte[EPOCH_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static List<FeedReading> with(List<FeedReading> feeds, FeedReading door) {
    return Stream.concat(feeds.stream(), Stream.of(door)).toList();
  }
}
