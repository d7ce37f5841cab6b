package io.finstage.server;

import io.finstage.server.alerts.AlertsConfig;
import io.finstage.server.analysis.AnalysisConfig;
import io.finstage.server.analysis.LiveConfig;
import io.finstage.server.api.ConversationConfig;
import io.finstage.server.api.http.ListenerLimits;
import io.finstage.server.api.ws.WebSocketConfig;
import io.finstage.server.bars.BarsConfig;
import io.finstage.server.bars.Session;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.database.DatabaseConfig.PostgresServer;
import io.finstage.server.feed.Backoff;
import io.finstage.server.feed.FeedConfig;
import io.finstage.server.feed.TickLimits;
import io.finstage.server.feed.replay.ReplayConfig;
import io.finstage.server.feed.replay.ReplaySpeed;
import io.finstage.server.feed.simulated.SimulatedConfig;
import io.finstage.server.hub.HubConfig;
import io.finstage.server.market.Interval;
import io.finstage.server.metrics.MonitorConfig;
import io.finstage.server.tasks.TasksConfig;
import io.finstage.server.tuning.TuningConfig;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that can be set, one record per part. */
record ServerConfig(
    Listener listener,
    Admin admin,
    Sources sources,
    TickLimits ticks,
    HubConfig hub,
    AnalysisConfig analysis,
    LiveConfig live,
    DatabaseConfig database,
    BarsConfig bars,
    Tasks tasks,
    Tuning tuning,
    MonitorConfig monitor,
    AlertsConfig alerts,
    ConversationConfig conversations,
    WebSocketConfig webSocket,
    Grpc grpc) {

  /** The hub writes what is queued, then cuts who does not read; then a WebSocket's peer closes. */
  private static final int CLOSE_STEPS = 3;

  /** Simulated prices are multiples of it. */
  private static final BigDecimal TICK_SIZE = new BigDecimal("0.01");

  /** What became of reading it. */
  sealed interface Reading {
    /** All of it is well. */
    record Ready(ServerConfig config) implements Reading {}

    /**
     * Something is wrong.
     *
     * @param problems one line per mistake
     */
    record Refused(List<String> problems) implements Reading {}
  }

  /** Where ticks come from. */
  enum Source {
    SIMULATED,
    REPLAY,
    NONE
  }

  /** The port that clients connect to, its limits, and how it stops. */
  record Listener(
      String host,
      int port,
      ListenerLimits limits,
      Duration idleTimeout,
      Duration shutdownTimeout) {}

  /** The port of readings and health. */
  record Admin(String host, int port) {}

  /**
   * Where ticks come from.
   *
   * @param simulated used when {@code source} is SIMULATED
   * @param replay present when {@code source} is REPLAY
   * @param waitForSubscriber whether the first subscriber starts the replay
   */
  record Sources(
      Source source,
      FeedConfig supervision,
      SimulatedConfig simulated,
      Optional<ReplayConfig> replay,
      boolean waitForSubscriber) {}

  /**
   * The task queue.
   *
   * @param node name of this server among those that share it; empty: a random one
   * @param watchesPerConnectionMax tasks and sets of labels that one conversation may subscribe to
   */
  record Tasks(TasksConfig queue, String node, int watchesPerConnectionMax) {}

  /** What the tuner may move, and how. */
  record Tuning(TuningConfig loop, Tuned analyses, Tuned slots) {}

  /**
   * One tunable.
   *
   * @param objective what 99 of 100 completions should take
   */
  record Tuned(int min, int max, Duration objective) {}

  /** The gRPC wire. */
  record Grpc(int messageBytesMax, int concurrentStreamsMax, int resetsMax) {}

  /**
   * Reads the file, then the environment, then the arguments; a later one wins.
   *
   * @param home folder of the distribution: relative paths in the file start there
   * @param current the caller's folder: all other relative paths start there
   */
  static Reading read(
      Optional<Path> file,
      Path home,
      Path current,
      Map<String, String> environment,
      List<String> arguments) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.standard(home));
    file.ifPresent(f -> layers.add(Layer.file(f, home)));
    layers.add(Layer.environment(environment, current));
    layers.add(Layer.arguments(arguments, current));
    Settings settings = new Settings(layers);
    if (settings.problems().isEmpty()) {
      checkTogether(settings);
    }
    return settings.problems().isEmpty()
        ? new Reading.Ready(of(settings))
        : new Reading.Refused(settings.problems());
  }

  private static ServerConfig of(Settings s) {
    return new ServerConfig(
        new Listener(
            s.get(Keys.SERVER_HOST),
            s.get(Keys.SERVER_PORT),
            new ListenerLimits(
                s.get(Keys.SERVER_CONNECTIONS_MAX),
                // Whoever lowers the first need not think of the second.
                Math.min(
                    s.get(Keys.SERVER_CONNECTIONS_PER_ADDRESS_MAX),
                    s.get(Keys.SERVER_CONNECTIONS_MAX)),
                s.get(Keys.SERVER_REQUEST_TIMEOUT)),
            s.get(Keys.SERVER_IDLE_TIMEOUT),
            s.get(Keys.SERVER_SHUTDOWN_TIMEOUT)),
        new Admin(s.get(Keys.ADMIN_HOST), s.get(Keys.ADMIN_PORT)),
        sources(s),
        new TickLimits(
            s.get(Keys.TICKS_PRICE_MAX),
            s.get(Keys.TICKS_SIZE_MAX),
            s.get(Keys.TICKS_FUTURE_TOLERANCE)),
        hub(s),
        analysis(s),
        new LiveConfig(s.get(AnalysisKeys.LIVE_BARS_MAX), s.get(AnalysisKeys.LIVE_QUEUE_MAX)),
        database(s),
        bars(s),
        new Tasks(
            TaskKeys.read(s), s.get(TaskKeys.NODE), s.get(TaskKeys.WATCHES_PER_CONNECTION_MAX)),
        TuningKeys.read(s),
        MonitorKeys.read(s),
        AlertKeys.read(s),
        new ConversationConfig(
            s.get(Keys.HUB_HEARTBEAT_INTERVAL),
            s.get(Keys.HUB_SYMBOLS_PER_CONNECTION_MAX),
            s.get(Keys.HUB_TOPICS_PER_CONNECTION_MAX),
            s.get(Keys.WEBSOCKET_MESSAGE_BYTES_MAX),
            s.get(Keys.GRPC_MESSAGE_BYTES_MAX),
            s.get(Keys.API_ERRORS_IN_A_ROW_MAX),
            s.get(Keys.CONVERSATION_CALLS_MAX)),
        new WebSocketConfig(
            s.get(Keys.WEBSOCKET_MESSAGE_BYTES_MAX),
            s.get(Keys.WEBSOCKET_FRAGMENTS_MAX),
            Set.copyOf(s.get(Keys.WEBSOCKET_ORIGINS)),
            s.get(Keys.HUB_HEARTBEAT_INTERVAL),
            s.get(Keys.HUB_CLOSE_TIMEOUT)),
        new Grpc(
            s.get(Keys.GRPC_MESSAGE_BYTES_MAX),
            s.get(Keys.GRPC_CONCURRENT_STREAMS_MAX),
            s.get(Keys.GRPC_RESETS_MAX)));
  }

  private static Sources sources(Settings s) {
    return new Sources(
        s.get(Keys.FEED_SOURCE),
        new FeedConfig(
            s.get(Keys.FEED_MUTE_TIMEOUT),
            Backoff.fullJitter(s.get(Keys.FEED_BACKOFF_MIN), s.get(Keys.FEED_BACKOFF_MAX)),
            s.get(Keys.FEED_STABLE_AFTER),
            s.get(Keys.FEED_ORDER_TOLERANCE),
            s.get(Keys.HUB_SYMBOLS_MAX),
            s.get(Keys.FEED_STOP_TIMEOUT)),
        new SimulatedConfig(
            "simulated",
            s.get(Keys.FEED_SIMULATED_SYMBOLS),
            s.get(Keys.FEED_SIMULATED_RATE),
            TICK_SIZE,
            s.get(Keys.FEED_SIMULATED_SEED)),
        s.get(Keys.FEED_REPLAY_FILE)
            .filter(file -> s.get(Keys.FEED_SOURCE) == Source.REPLAY)
            .map(file ->
                ReplayConfig.of(
                    file,
                    new ReplaySpeed(s.get(Keys.FEED_REPLAY_SPEED)),
                    s.get(Keys.FEED_REPLAY_LOOP))),
        s.get(Keys.FEED_REPLAY_WAIT_FOR_SUBSCRIBER));
  }

  private static HubConfig hub(Settings s) {
    return new HubConfig(
        s.get(Keys.HUB_SHARDS),
        s.get(Keys.HUB_QUEUE_MAX),
        s.get(Keys.HUB_MAILBOX_MAX),
        s.get(Keys.HUB_RING_MAX),
        s.get(Keys.HUB_SYMBOLS_MAX),
        s.get(Keys.HUB_SYMBOLS_PER_CONNECTION_MAX),
        s.get(Keys.HUB_SUBSCRIBERS_MAX),
        s.get(Keys.HUB_DRAIN_BYTES_MAX),
        s.get(Keys.HUB_HEARTBEAT_INTERVAL),
        s.get(Keys.HUB_SLOW_CONSUMER_GRACE),
        s.get(Keys.HUB_CLOSE_TIMEOUT),
        Set.copyOf(s.get(Keys.HUB_UNIVERSE)),
        new HubConfig.OnDemand(
            s.get(Keys.HUB_TOPICS_MAX),
            s.get(Keys.HUB_TOPICS_PER_CONNECTION_MAX),
            s.get(Keys.HUB_TOPIC_RING_MAX),
            s.get(Keys.HUB_TOPIC_LINGER)));
  }

  private static AnalysisConfig analysis(Settings s) {
    int threads = s.get(AnalysisKeys.THREADS);
    return new AnalysisConfig(
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        s.get(AnalysisKeys.CONCURRENCY_MAX),
        s.get(AnalysisKeys.QUEUE_MAX),
        s.get(AnalysisKeys.SYMBOLS_MAX),
        s.get(AnalysisKeys.INDICATORS_MAX),
        s.get(AnalysisKeys.BARS_MAX),
        s.get(AnalysisKeys.VALUES_MAX),
        s.get(AnalysisKeys.ANSWER_BYTES_MAX),
        s.get(AnalysisKeys.UNREAD_BYTES_MAX),
        s.get(AnalysisKeys.TIMEOUT));
  }

  private static DatabaseConfig database(Settings s) {
    return new DatabaseConfig(
        s.get(Keys.DATA_DIR),
        s.get(StoreKeys.DATABASE_URL)
            .map(url ->
                new PostgresServer(
                    url, s.get(StoreKeys.DATABASE_USER), s.get(StoreKeys.DATABASE_PASSWORD))),
        s.get(StoreKeys.DATABASE_READERS_MAX),
        s.get(StoreKeys.DATABASE_READS_MAX),
        s.get(StoreKeys.DATABASE_WRITES_MAX),
        s.get(StoreKeys.DATABASE_BUSY_TIMEOUT));
  }

  private static BarsConfig bars(Settings s) {
    Map<Interval, Duration> retention = new EnumMap<>(Interval.class);
    s.get(StoreKeys.BARS_RETENTION_S1).ifPresent(kept -> retention.put(Interval.S1, kept));
    s.get(StoreKeys.BARS_RETENTION_M1).ifPresent(kept -> retention.put(Interval.M1, kept));
    s.get(StoreKeys.BARS_RETENTION_M5).ifPresent(kept -> retention.put(Interval.M5, kept));
    s.get(StoreKeys.BARS_RETENTION_M15).ifPresent(kept -> retention.put(Interval.M15, kept));
    s.get(StoreKeys.BARS_RETENTION_H1).ifPresent(kept -> retention.put(Interval.H1, kept));
    s.get(StoreKeys.BARS_RETENTION_D1).ifPresent(kept -> retention.put(Interval.D1, kept));
    return new BarsConfig(
        s.get(StoreKeys.BARS_ENABLED),
        Set.copyOf(s.get(StoreKeys.BARS_INTERVALS)),
        new Session(s.get(StoreKeys.BARS_SESSION_ZONE), s.get(StoreKeys.BARS_SESSION_START)),
        s.get(StoreKeys.BARS_LATENESS),
        s.get(StoreKeys.BARS_SYMBOLS_MAX),
        s.get(StoreKeys.BARS_QUEUE_MAX),
        s.get(StoreKeys.BARS_QUEUE_WAIT),
        s.get(StoreKeys.BARS_STORE_MAX),
        s.get(StoreKeys.BARS_HOT_MAX),
        s.get(StoreKeys.BARS_HOT_TOTAL_MAX),
        retention);
  }

  /** What each value alone cannot show. */
  private static void checkTogether(Settings s) {
    int port = s.get(Keys.SERVER_PORT);
    if (port != 0 && port == s.get(Keys.ADMIN_PORT)) {
      s.refuse(Keys.ADMIN_PORT, "must differ from server.port");
    }
    if (s.get(Keys.FEED_BACKOFF_MIN).compareTo(s.get(Keys.FEED_BACKOFF_MAX)) > 0) {
      s.refuse(Keys.FEED_BACKOFF_MIN, "must be at most feed.backoff-max");
    }
    Duration goodbyes = s.get(Keys.HUB_CLOSE_TIMEOUT).multipliedBy(CLOSE_STEPS);
    if (goodbyes.compareTo(s.get(Keys.SERVER_SHUTDOWN_TIMEOUT)) >= 0) {
      s.refuse(Keys.HUB_CLOSE_TIMEOUT, "must be less than a third of server.shutdown-timeout");
    }
    TaskKeys.checkTogether(s);
    TuningKeys.checkTogether(s);
    Path data = s.get(Keys.DATA_DIR);
    if (Files.exists(data) && !Files.isDirectory(data)) {
      s.refuse(Keys.DATA_DIR, "must be a folder, or not there yet");
    }
    switch (s.get(Keys.FEED_SOURCE)) {
      case REPLAY -> checkReplay(s);
      case SIMULATED, NONE -> {}
    }
  }

  private static void checkReplay(Settings s) {
    Optional<Path> file = s.get(Keys.FEED_REPLAY_FILE);
    if (file.isEmpty()) {
      s.refuse(Keys.FEED_REPLAY_FILE, "must be set when feed.source is replay");
    } else if (!Files.isRegularFile(file.get()) || !Files.isReadable(file.get())) {
      s.refuse(Keys.FEED_REPLAY_FILE, "must be a file that can be read; looked for " + file.get());
    }
  }
}
