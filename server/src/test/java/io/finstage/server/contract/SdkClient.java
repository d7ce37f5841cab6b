package io.finstage.server.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.finstage.client.Backoff;
import io.finstage.client.Channel;
import io.finstage.client.ClientOptions;
import io.finstage.client.Delivery;
import io.finstage.client.FeedEvent;
import io.finstage.client.FinstageClient;
import io.finstage.client.FinstageException;
import io.finstage.client.Indicator;
import io.finstage.client.PriceFeed;
import io.finstage.client.Reconnecting;
import io.finstage.client.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conversation as a user of the SDK has it: what cannot be said through {@link PriceFeed} is an
 * error of the script, and what it does not tell is not asked for.
 */
final class SdkClient implements Client {

  /** Fields that the feed keeps to itself. */
  private static final Map<String, Set<String>> UNTOLD =
      Map.of(
          "welcome", Set.of("heartbeat_interval_ms", "limits"),
          "subscribed", Set.of("request_id", "channel"),
          "unsubscribed", Set.of("request_id", "channel"),
          "error", Set.of("request_id"));

  private static final ClientOptions OPTIONS =
      ClientOptions.defaults()
          .withFeedBufferMax(64)
          .withFlowControlWindowBytes(64 * 1024)
          .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)));

  private final FinstageClient client;
  private final Queue<Heard> ahead = new ArrayDeque<>();
  private @Nullable PriceFeed feed;
  private boolean connected;

  SdkClient(int port) {
    client = FinstageClient.connect("127.0.0.1:" + port, OPTIONS);
  }

  /** Once: from then on the feed connects by itself. */
  @Override
  public void connect() {
    if (feed == null) {
      feed = client.prices();
    }
  }

  @Override
  public void send(JsonObject message) {
    List<String> symbols =
        message.getAsJsonArray("symbols").asList().stream().map(JsonElement::getAsString).toList();
    switch (message.get("type").getAsString()) {
      case "subscribe" -> {
        if (message.has("resume")) {
          throw new AssertionError("a feed resumes by itself: " + message);
        }
        JsonElement snapshot = message.get("snapshot");
        running()
            .subscribe(
                new Subscription(
                    symbols,
                    delivery(message.getAsJsonObject("delivery")),
                    snapshot == null || snapshot.getAsBoolean(),
                    channel(message)));
      }
      case "unsubscribe" ->
          running().unsubscribe(new Subscription(symbols, Delivery.EVERY, true, channel(message)));
      default -> throw new AssertionError("the SDK cannot say " + message);
    }
  }

  @Override
  public Optional<Heard> next(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (ahead.isEmpty()) {
      long left = Math.max(0, deadline - System.nanoTime());
      try {
        Optional<FeedEvent> event = running().next(Duration.ofNanos(left));
        if (event.isEmpty()) {
          return Optional.empty();
        }
        hear(event.get());
      } catch (FinstageException e) {
        return Optional.of(new Heard.Ended(e.code().name(), e.reason()));
      }
    }
    return Optional.of(ahead.remove());
  }

  /** Nothing to do: a feed reads only what its user takes. */
  @Override
  public void stopReading() {}

  @Override
  public void readAgain() {}

  @Override
  public JsonObject tellable(JsonObject expected) {
    JsonObject rest = expected.deepCopy();
    UNTOLD.getOrDefault(expected.get("type").getAsString(), Set.of()).forEach(rest::remove);
    return rest;
  }

  @Override
  public void close() {
    client.close();
  }

  private void hear(FeedEvent event) {
    if (event instanceof Reconnecting lost) {
      if (connected && lost.cause() == Reconnecting.Cause.SERVER_CLOSING) {
        ahead.add(new Heard.Event(SdkEvents.closing(lost)));
      }
      // Attempts that fail are no end of anything.
      if (connected) {
        ahead.add(new Heard.Ended("", ""));
      }
      connected = false;
    } else {
      connected = true;
      ahead.add(new Heard.Event(SdkEvents.said(event)));
    }
  }

  private PriceFeed running() {
    if (feed == null) {
      throw new AssertionError("not connected");
    }
    return feed;
  }

  private static Channel channel(JsonObject message) {
    boolean closedOnly = message.has("closed_only") && message.get("closed_only").getAsBoolean();
    return switch (message.get("channel").getAsString()) {
      case "prices" -> Channel.PRICES;
      case "bars" -> new Channel.OfBars(message.get("interval").getAsString(), closedOnly);
      case "indicators" ->
          new Channel.OfIndicators(
              message.get("interval").getAsString(),
              message.getAsJsonArray("indicators").asList().stream()
                  .map(text -> Indicator.of(text.getAsString()))
                  .toList(),
              closedOnly);
      default -> throw new AssertionError("the SDK has no such channel: " + message);
    };
  }

  private static Delivery delivery(@Nullable JsonObject delivery) {
    if (delivery == null) {
      return Delivery.EVERY;
    }
    return switch (delivery.get("mode").getAsString()) {
      case "EVERY" -> Delivery.EVERY;
      case "LATEST" -> Delivery.LATEST;
      case "INTERVAL" ->
          Delivery.interval(Duration.ofMillis(delivery.get("interval_ms").getAsLong()));
      default -> throw new AssertionError("the SDK has no such delivery: " + delivery);
    };
  }
}
