package io.finstage.client;

import io.finstage.proto.v1.Closing;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one conversation going, for ever: opens it, notices that it ended or fell silent, waits and
 * opens the next.
 *
 * <pre>
 *            .------------------------- room -------------------------.
 *  connect --+-- no room in the buffer ------------------> stalled ---'
 *     ^      '-- opened -- no welcome in time --.
 *     |                '-- welcome -- ... ------+- ended, mute --> lost -- final --> end
 *     '----------------- after the backoff ----------------------------'
 * </pre>
 *
 * <p>Silence counts only while the feed listens: as long as the buffer is full, it does not.
 * Everything here runs on the loop's thread.
 */
final class FeedLoop implements Conversation.Hearer {

  private static final Duration HEARTBEAT_DEFAULT = Duration.ofSeconds(5);

  private final Link link;
  private final EventLoop loop;
  private final FeedSettings settings;
  private final FeedBuffer buffer;
  private final FeedMemory memory = new FeedMemory();
  private final List<FeedEvent> told = new ArrayList<>();

  private @Nullable Conversation current;
  private @Nullable Closing closing;
  private boolean welcomed;
  private boolean paused;
  private boolean stalled;
  private boolean over;
  private int attempt;
  private Duration heartbeatInterval = HEARTBEAT_DEFAULT;
  private long welcomedAtNanos;
  private long heardAtNanos;
  private Runnable cancelTimer = () -> {};

  /**
   * What a feed is made with.
   *
   * @param welcomeTimeout how long a new connection may take to say something
   */
  record FeedSettings(
      Backoff backoff, RandomGenerator random, Duration welcomeTimeout, int bufferMax) {}

  FeedLoop(Link link, EventLoop loop, FeedSettings settings) {
    this.link = link;
    this.loop = loop;
    this.settings = settings;
    this.buffer = new FeedBuffer(settings.bufferMax(), () -> loop.execute(this::room));
  }

  FeedBuffer buffer() {
    return buffer;
  }

  void connect() {
    if (over || current != null) {
      return;
    }
    if (!buffer.hasRoom()) {
      stalled = true;
      return;
    }
    welcomed = false;
    paused = false;
    closing = null;
    cancelTimer = loop.schedule(settings.welcomeTimeout(), this::noWelcome);
    current = Conversation.open(link.stub(), loop, this);
  }

  void subscribe(Subscription subscription) {
    if (over) {
      return;
    }
    if (memory.hasRoomFor(subscription)) {
      send(memory.subscribe(subscription, welcomed));
    } else {
      told.add(tooMuch(subscription));
      tell();
    }
  }

  void unsubscribe(List<String> symbols, Channel channel) {
    if (!over) {
      send(memory.unsubscribe(symbols, channel, welcomed));
    }
  }

  /** The user closes the feed. */
  void close() {
    over = true;
    cancelTimer.run();
    drop("closed by the user");
  }

  @Override
  public void heard(Conversation conversation, ConnectResponse message) {
    if (conversation != current) {
      return;
    }
    heardAtNanos = loop.nanos();
    try {
      Instant sentAt = Wire.instant(message.getSentAt());
      for (StreamEvent event : message.getEventsList()) {
        switch (event.getEventCase()) {
          case WELCOME -> welcome(event.getWelcome());
          case CLOSING -> closing = event.getClosing();
          default -> memory.accept(event, sentAt, told::add);
        }
      }
    } catch (RuntimeException e) {
      tell();
      end(notUnderstood(e));
      return;
    }
    tell();
    listen();
  }

  @Override
  public void ended(Conversation conversation, @Nullable Throwable cause) {
    if (conversation != current) {
      return;
    }
    FinstageException error = cause == null ? null : ErrorReader.read(cause);
    if (closing != null && !closing.getReconnect()) {
      end(error == null ? farewell(closing) : error);
    } else if (error != null && !error.code().isRetryable()) {
      end(error);
    } else if (closing != null) {
      lost(Reconnecting.Cause.SERVER_CLOSING, closing.getReason());
    } else {
      String detail =
          error == null ? "the server ended the stream" : String.valueOf(error.getMessage());
      lost(Reconnecting.Cause.CONNECTION_LOST, detail);
    }
  }

  private void welcome(Welcome welcome) {
    if (welcomed) {
      return;
    }
    welcomed = true;
    welcomedAtNanos = loop.nanos();
    heartbeatInterval =
        welcome.getHeartbeatIntervalMs() > 0
            ? Duration.ofMillis(welcome.getHeartbeatIntervalMs())
            : HEARTBEAT_DEFAULT;
    cancelTimer.run();
    watch(silenceMax());
    send(memory.welcome(welcome, told::add));
  }

  /** Reads on while there is room for what comes. */
  private void listen() {
    if (current == null) {
      return;
    }
    if (buffer.hasRoom()) {
      current.more();
    } else {
      paused = true;
    }
  }

  /** The user has read on. */
  private void room() {
    if (over) {
      return;
    }
    if (stalled) {
      stalled = false;
      connect();
    } else if (paused) {
      paused = false;
      heardAtNanos = loop.nanos();
      listen();
    }
  }

  private void watch(Duration delay) {
    cancelTimer = loop.schedule(delay, this::listenForSilence);
  }

  private void listenForSilence() {
    long left = silenceMax().toNanos() - (loop.nanos() - heardAtNanos);
    if (paused) {
      watch(silenceMax());
    } else if (left > 0) {
      watch(Duration.ofNanos(left));
    } else {
      lost(Reconnecting.Cause.MUTE, "nothing heard for " + silenceMax().toMillis() + " ms");
    }
  }

  private void noWelcome() {
    String detail = "no welcome within " + settings.welcomeTimeout().toMillis() + " ms";
    lost(Reconnecting.Cause.NO_WELCOME, detail);
  }

  private void lost(Reconnecting.Cause cause, String detail) {
    cancelTimer.run();
    drop(detail);
    memory.disconnected();
    if (welcomed && loop.nanos() - welcomedAtNanos >= heartbeatInterval.toNanos()) {
      attempt = 0;
    }
    welcomed = false;
    attempt++;
    link.forgetFailure();
    Duration delay = settings.backoff().delay(attempt, settings.random());
    told.add(new Reconnecting(attempt, delay, cause, detail));
    tell();
    cancelTimer = loop.schedule(delay, this::connect);
  }

  /** There is no point in going on. */
  private void end(FinstageException cause) {
    over = true;
    cancelTimer.run();
    drop("the feed has ended");
    buffer.fail(cause);
  }

  private void drop(String why) {
    Conversation dropped = current;
    current = null;
    if (dropped != null) {
      dropped.cancel(why);
    }
  }

  private void send(List<ConnectRequest> requests) {
    if (current != null) {
      requests.forEach(current::send);
    }
  }

  private void tell() {
    if (!told.isEmpty()) {
      buffer.putAll(told);
      told.clear();
    }
  }

  private Duration silenceMax() {
    return heartbeatInterval.multipliedBy(2);
  }

  private static RequestRefused tooMuch(Subscription subscription) {
    return new RequestRefused(
        subscription.symbols(),
        FinstageException.Code.RESOURCE_EXHAUSTED,
        "FEED_REQUESTS_MAX",
        "more topics or unanswered requests than a feed can hold",
        List.of());
  }

  private static FinstageException farewell(Closing closing) {
    return new FinstageException(
        FinstageException.Code.FAILED_PRECONDITION,
        closing.getReason(),
        "the server ended the feed and asks not to come back");
  }

  private static FinstageException notUnderstood(RuntimeException e) {
    return e instanceof FinstageException known
        ? known
        : new FinstageException(
            FinstageException.Code.INTERNAL,
            "NOT_UNDERSTOOD",
            "the server said what cannot be: " + e.getMessage(),
            List.of(),
            e);
  }
}
