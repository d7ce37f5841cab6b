package io.finstage.server;

import io.finstage.server.ServerConfig.Source;
import io.finstage.server.market.Symbol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Every key there is, in the order of conf/application.yaml, which says more about each. */
final class Keys {

  private static final List<Key<?>> LIST = new ArrayList<>();

  /** All of them. */
  static final List<Key<?>> ALL = Collections.unmodifiableList(LIST);

  private static final int COUNT_MAX = 10_000_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  static final Key<String> SERVER_HOST =
      key("server.host", "127.0.0.1", Kind.host(), "address that clients connect to");
  static final Key<Integer> SERVER_PORT =
      key("server.port", "8080", Kind.integer(0, 65_535), "port of all wires; 0: any free one");
  static final Key<Integer> SERVER_CONNECTIONS_MAX =
      key(
          "server.connections-max",
          "10000",
          Kind.integer(1, 1_000_000),
          "connections at a time; full: new ones are closed");
  static final Key<Integer> SERVER_CONNECTIONS_PER_ADDRESS_MAX =
      key(
          "server.connections-per-address-max",
          "8000",
          Kind.integer(1, 1_000_000),
          "connections from one address; full: a new one is closed");
  static final Key<Duration> SERVER_REQUEST_TIMEOUT =
      key(
          "server.request-timeout",
          "10s",
          Kind.duration(SECOND, HOUR),
          "how long a peer may take to finish a request");
  static final Key<Duration> SERVER_IDLE_TIMEOUT =
      key(
          "server.idle-timeout",
          "5m",
          Kind.duration(SECOND, HOUR),
          "silence after which a connection is closed");
  static final Key<Duration> SERVER_SHUTDOWN_TIMEOUT =
      key(
          "server.shutdown-timeout",
          "15s",
          Kind.duration(SECOND, HOUR),
          "how long stopping may take in all");
  static final Key<String> ADMIN_HOST =
      key("admin.host", "127.0.0.1", Kind.host(), "address of readings and health");
  static final Key<Integer> ADMIN_PORT =
      key("admin.port", "8001", Kind.integer(0, 65_535), "port of readings and health; 0: any");
  static final Key<Path> DATA_DIR =
      key("data.dir", "data", Kind.path(), "folder of what the server keeps");

  static final Key<Source> FEED_SOURCE =
      key("feed.source", "simulated", Kind.choice(Source.class), "where ticks come from");
  static final Key<Duration> FEED_MUTE_TIMEOUT =
      key(
          "feed.mute-timeout",
          "30s",
          Kind.duration(SECOND, HOUR),
          "silence after which a source is started again");
  static final Key<Duration> FEED_BACKOFF_MIN =
      key(
          "feed.backoff-min",
          "500ms",
          Kind.duration(Duration.ofMillis(1), HOUR),
          "longest wait before the first reconnect");
  static final Key<Duration> FEED_BACKOFF_MAX =
      key(
          "feed.backoff-max",
          "30s",
          Kind.duration(Duration.ofMillis(1), HOUR),
          "longest wait before any reconnect");
  static final Key<Duration> FEED_STABLE_AFTER =
      key(
          "feed.stable-after",
          "30s",
          Kind.duration(SECOND, HOUR),
          "a run that lasted this long forgives the failures before it");
  static final Key<Duration> FEED_ORDER_TOLERANCE =
      key(
          "feed.order-tolerance",
          "5s",
          Kind.duration(Duration.ZERO, HOUR),
          "how far a tick may be behind the newest of its symbol");
  static final Key<Duration> FEED_STOP_TIMEOUT =
      key(
          "feed.stop-timeout",
          "2s",
          Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
          "how long a source may take to end");
  static final Key<List<Symbol>> FEED_SIMULATED_SYMBOLS =
      key(
          "feed.simulated.symbols",
          "AAPL,AMZN,BTC-USD,ETH-USD,EUR-USD,GOOG,IBM,MSFT,NVDA,SPY",
          Kind.list("symbols", 1, 10_000, Symbol::new),
          "symbols of the random walk");
  static final Key<Double> FEED_SIMULATED_RATE =
      key(
          "feed.simulated.rate",
          "50",
          Kind.decimal(0.01, 1_000_000),
          "ticks per second, over all symbols");
  static final Key<Long> FEED_SIMULATED_SEED =
      key("feed.simulated.seed", "1", Kind.number(), "the same seed gives the same walk");
  static final Key<Optional<Path>> FEED_REPLAY_FILE =
      key("feed.replay.file", "", Kind.optionalPath(), "CSV or CSV.gz of trades or quotes");
  static final Key<Double> FEED_REPLAY_SPEED =
      key(
          "feed.replay.speed",
          "1",
          Kind.decimalOr("max", 0.01, 1_000_000),
          "times as fast as it happened");
  static final Key<Boolean> FEED_REPLAY_LOOP =
      key("feed.replay.loop", "false", Kind.flag(), "whether the end leads back to the start");
  static final Key<Boolean> FEED_REPLAY_WAIT_FOR_SUBSCRIBER =
      key(
          "feed.replay.wait-for-subscriber",
          "false",
          Kind.flag(),
          "whether the first subscriber starts it");

  static final Key<Double> TICKS_PRICE_MAX =
      key("ticks.price-max", "1000000000000000", Kind.decimal(1e-9, 1e300), "largest price");
  static final Key<Double> TICKS_SIZE_MAX =
      key("ticks.size-max", "1000000000000000", Kind.decimal(1e-9, 1e300), "largest size");
  static final Key<Duration> TICKS_FUTURE_TOLERANCE =
      key(
          "ticks.future-tolerance",
          "1m",
          Kind.duration(Duration.ZERO, Duration.ofDays(1)),
          "how far a tick's time may be ahead of this machine's");

  static final Key<Integer> HUB_SHARDS =
      key("hub.shards", "1", Kind.integer(1, 1024), "loops that share the subscribers");
  static final Key<Integer> HUB_QUEUE_MAX =
      key("hub.queue-max", "4096", Kind.integer(2, COUNT_MAX), "ticks that wait for one loop");
  static final Key<Integer> HUB_MAILBOX_MAX =
      key(
          "hub.mailbox-max",
          "4096",
          Kind.integer(1, COUNT_MAX),
          "updates that wait for one subscriber");
  static final Key<Integer> HUB_RING_MAX =
      key("hub.ring-max", "1024", Kind.integer(1, COUNT_MAX), "updates kept per symbol");
  static final Key<Integer> HUB_SYMBOLS_MAX =
      key("hub.symbols-max", "10000", Kind.integer(1, COUNT_MAX), "symbols known");
  static final Key<Integer> HUB_SYMBOLS_PER_CONNECTION_MAX =
      key(
          "hub.symbols-per-connection-max",
          "1000",
          Kind.integer(1, COUNT_MAX),
          "symbols that one conversation may subscribe to");
  static final Key<Integer> HUB_SUBSCRIBERS_MAX =
      key("hub.subscribers-max", "20000", Kind.integer(1, COUNT_MAX), "conversations at a time");
  static final Key<Integer> HUB_DRAIN_BYTES_MAX =
      key(
          "hub.drain-bytes-max",
          "16KiB",
          Kind.bytes(256, 1024 * 1024),
          "bytes gathered for one write");
  static final Key<Duration> HUB_HEARTBEAT_INTERVAL =
      key(
          "hub.heartbeat-interval",
          "5s",
          Kind.duration(Duration.ofMillis(100), HOUR),
          "silence after which a heartbeat is sent");
  static final Key<Duration> HUB_SLOW_CONSUMER_GRACE =
      key(
          "hub.slow-consumer-grace",
          "10s",
          Kind.duration(Duration.ofMillis(100), HOUR),
          "how long a mailbox may stay full");
  static final Key<Duration> HUB_CLOSE_TIMEOUT =
      key(
          "hub.close-timeout",
          "3s",
          Kind.duration(Duration.ofMillis(100), HOUR),
          "how long a goodbye may take");
  static final Key<List<Symbol>> HUB_UNIVERSE =
      key(
          "hub.universe",
          "",
          Kind.list("symbols", 0, 100_000, Symbol::new),
          "the only symbols there are; empty: any");
  static final Key<Integer> HUB_TOPICS_MAX =
      key(
          "hub.topics-max",
          "50000",
          Kind.integer(1, COUNT_MAX),
          "bars and indicators open at a time, of all symbols");
  static final Key<Integer> HUB_TOPICS_PER_CONNECTION_MAX =
      key(
          "hub.topics-per-connection-max",
          "20000",
          Kind.integer(1, COUNT_MAX),
          "bars and indicators that one conversation may subscribe to");
  static final Key<Integer> HUB_TOPIC_RING_MAX =
      key(
          "hub.topic-ring-max",
          "64",
          Kind.integer(1, COUNT_MAX),
          "updates kept per bars or indicator of a symbol");
  static final Key<Duration> HUB_TOPIC_LINGER =
      key(
          "hub.topic-linger",
          "60s",
          Kind.duration(Duration.ofMillis(100), HOUR),
          "how long bars and indicators go on after their last subscriber");

  static {
    LIST.addAll(AnalysisKeys.LIST);
  }

  static {
    LIST.addAll(StoreKeys.ALL);
    LIST.addAll(TaskKeys.LIST);
    LIST.addAll(TuningKeys.LIST);
    LIST.addAll(MonitorKeys.LIST);
    LIST.addAll(AlertKeys.LIST);
  }

  static final Key<Integer> API_ERRORS_IN_A_ROW_MAX =
      key(
          "api.errors-in-a-row-max",
          "20",
          Kind.integer(1, 1_000_000),
          "bad requests in a row that end a conversation");
  static final Key<Integer> CONVERSATION_CALLS_MAX =
      key(
          "conversation.calls-max",
          "16",
          Kind.integer(1, 1000),
          "calls of one conversation at a time");

  static final Key<List<String>> WEBSOCKET_ORIGINS =
      key(
          "websocket.origins",
          "",
          Kind.list("origins (https://example.org, or * for all)", 0, 100, Keys::origin),
          "other sites whose pages may connect");
  static final Key<Integer> WEBSOCKET_MESSAGE_BYTES_MAX =
      key(
          "websocket.message-bytes-max",
          "64KiB",
          Kind.bytes(1024, 1024 * 1024),
          "largest message that a browser may send");
  static final Key<Integer> WEBSOCKET_FRAGMENTS_MAX =
      key(
          "websocket.fragments-max",
          "1024",
          Kind.integer(1, 100_000),
          "frames that one message may come in");
  static final Key<Integer> GRPC_MESSAGE_BYTES_MAX =
      key(
          "grpc.message-bytes-max",
          "4MiB",
          Kind.bytes(1024, 64 * 1024 * 1024),
          "largest message that a gRPC client may send");
  static final Key<Integer> GRPC_CONCURRENT_STREAMS_MAX =
      key(
          "grpc.concurrent-streams-max",
          "1000",
          Kind.integer(1, 100_000),
          "calls at a time on one connection");
  static final Key<Integer> GRPC_RESETS_MAX =
      key(
          "grpc.resets-max",
          "1000",
          Kind.integer(1, 1_000_000),
          "calls that a connection may cancel within 10 s");

  private Keys() {}

  private static <T> Key<T> key(String name, String standard, Kind<T> kind, String help) {
    Key<T> key = new Key<>(name, standard, kind, help);
    LIST.add(key);
    return key;
  }

  private static String origin(String text) {
    if (text.equals("*")) {
      return text;
    }
    URI uri = URI.create(text);
    boolean bare =
        uri.getHost() != null && text.equals(uri.getScheme() + "://" + uri.getAuthority());
    if (!bare) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
