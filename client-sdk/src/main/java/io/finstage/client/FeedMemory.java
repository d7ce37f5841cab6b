package io.finstage.client;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.Error;
import io.finstage.proto.v1.Heartbeat;
import io.finstage.proto.v1.Resume;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Subscribed;
import io.finstage.proto.v1.Unsubscribe;
import io.finstage.proto.v1.Unsubscribed;
import io.finstage.proto.v1.Welcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a feed knows and a connection does not outlive: what is wanted, the epoch, the sequences.
 * Turns what the server says into what the user is told, and wishes into requests. Belongs to one
 * thread.
 */
final class FeedMemory {

  /** Topics in one request: with their sequences far below the 1 MiB that a server takes. */
  static final int TOPICS_PER_REQUEST_MAX = 500;

  /** Sequences sent along with a subscription to all; what is beyond is noticed as a gap. */
  static final int RESUME_ALL_MAX = 1000;

  /** Requests that may wait for their answer; beyond, a new one is refused to the caller. */
  static final int UNANSWERED_MAX = 1024;

  private final WantedTopics wanted = new WantedTopics();
  private final SequenceChecker sequences = new SequenceChecker();
  private final Map<String, Asked> unanswered = new HashMap<>();
  private @Nullable String epoch;
  private boolean allAsked;
  private boolean allSeen;
  private long requests;
  private long connections;

  /** A request that is under way, and how to take it back. */
  private record Asked(List<String> symbols, Channel channel, Runnable undo) {}

  /** Takes a subscription in; returns what to send if there is a conversation. */
  List<ConnectRequest> subscribe(Subscription subscription, boolean connected) {
    WantedTopics.Wish wish =
        new WantedTopics.Wish(subscription.delivery(), subscription.snapshot());
    List<ConnectRequest> wire = new ArrayList<>();
    for (Subscription part : parts(subscription)) {
      List<Topic> topics = Topic.of(part.symbols(), part.channel());
      Map<Topic, WantedTopics.@Nullable Wish> before = wanted.add(topics, wish);
      if (connected) {
        wire.add(subscribe(part, null, () -> wanted.undo(before, wish)));
      }
    }
    return wire;
  }

  /** Gives symbols up; returns what to send if there is a conversation. */
  List<ConnectRequest> unsubscribe(List<String> symbols, Channel channel, boolean connected) {
    wanted.remove(Topic.of(symbols, channel));
    List<ConnectRequest> wire = new ArrayList<>();
    for (List<String> part : connected ? parts(symbols, channel) : List.<List<String>>of()) {
      Unsubscribe.Builder request =
          Wire.unsubscribe(part, channel).setRequestId(ask(part, channel, () -> {}));
      wire.add(ConnectRequest.newBuilder().setUnsubscribe(request).build());
    }
    return wire;
  }

  /** Whether one more request keeps within the bounds. */
  boolean hasRoomFor(Subscription subscription) {
    int topics = Topic.of(subscription.symbols(), subscription.channel()).size();
    return unanswered.size() + topics / TOPICS_PER_REQUEST_MAX < UNANSWERED_MAX
        && wanted.size() + topics <= SequenceChecker.TOPICS_MAX;
  }

  /** A conversation begins; returns the requests that make it what the last one was. */
  List<ConnectRequest> welcome(Welcome welcome, Consumer<FeedEvent> out) {
    connections++;
    boolean changed = epoch != null && !epoch.equals(welcome.getEpoch());
    epoch = welcome.getEpoch();
    out.accept(new Connected(connections, epoch, welcome.getServerVersion(), changed));
    if (changed) {
      sequences.restart(out);
      allSeen = false;
    }
    sequences.completeBefore(allSeen);
    List<ConnectRequest> wire = new ArrayList<>();
    for (Subscription subscription : wanted.subscriptions()) {
      for (Subscription part : parts(subscription)) {
        wire.add(subscribe(part, resume(part), () -> {}));
      }
    }
    return wire;
  }

  /** Takes one event of a running conversation. */
  void accept(StreamEvent event, Instant sentAt, Consumer<FeedEvent> out) {
    switch (event.getEventCase()) {
      case PRICE_UPDATE -> {
        PriceUpdate update = Wire.update(event.getPriceUpdate(), sentAt);
        // The snapshots of all symbols come before the first live update.
        allSeen |= allAsked && !update.snapshot();
        sequences.accept(update, out);
      }
      case BAR_UPDATE -> changed(Wire.update(event.getBarUpdate(), sentAt), out);
      case INDICATOR_UPDATE -> changed(Wire.update(event.getIndicatorUpdate(), sentAt), out);
      case SIGNAL_UPDATE -> changed(Wire.update(event.getSignalUpdate(), sentAt), out);
      case GAP -> sequences.accept(Wire.gap(event.getGap()), out);
      case HEARTBEAT -> heartbeat(event.getHeartbeat(), out);
      case SUBSCRIBED -> subscribed(event.getSubscribed(), out);
      case UNSUBSCRIBED -> unsubscribed(event.getUnsubscribed(), out);
      case ERROR -> refused(event.getError(), out);
      // The connection's own matters, and what a newer server may say.
      case WELCOME,
          CLOSING,
          SUBSCRIPTIONS,
          PONG,
          TASK_UPDATE,
          ALERT_UPDATE,
          REPLY,
          EVENT_NOT_SET -> {}
    }
  }

  /** The conversation is over: what was under way is asked for again in the next. */
  void disconnected() {
    unanswered.clear();
    allAsked = false;
    allSeen &= wanted.isAllWithSnapshot();
    sequences.retain(topic -> wanted.covers(Topic.parse(topic)));
  }

  /** A snapshot is always asked for, because it counts; not everybody wants to see it. */
  private void changed(Update update, Consumer<FeedEvent> out) {
    boolean hidden = update.snapshot() && !wanted.isWithSnapshot(Topic.parse(update.topic()));
    sequences.accept(
        update,
        event -> {
          if (!hidden || event instanceof Gap) {
            out.accept(event);
          }
        });
  }

  private void heartbeat(Heartbeat heartbeat, Consumer<FeedEvent> out) {
    heartbeat
        .getSequencesMap()
        .forEach((topic, sequence) -> {
          if (!wanted.isPaced(Topic.parse(topic))) {
            sequences.claimed(topic, sequence, out);
          }
        });
  }

  private void subscribed(Subscribed answer, Consumer<FeedEvent> out) {
    Asked asked = unanswered.remove(answer.getRequestId());
    List<SymbolResult> results = Wire.results(answer.getResultsList());
    if (asked != null) {
      learnSpelling(asked, results);
    }
    for (SymbolResult result : results) {
      Topic topic = Topic.parse(result.topic());
      switch (result.status()) {
        case OK, PENDING, ALREADY_SUBSCRIBED -> {
          if (!result.symbol().equals(Subscription.ALL)) {
            sequences.begin(result.topic(), result.sequence());
          } else if (topic.isPrices()) {
            allAsked = wanted.isAllWithSnapshot();
          }
        }
        case INVALID_SYMBOL -> wanted.remove(List.of(topic));
        // May become known by the next connection.
        case UNKNOWN_SYMBOL, NOT_SUBSCRIBED, OTHER -> {}
      }
    }
    out.accept(new SubscriptionResult(Wire.delivery(answer.getDelivery()), results));
  }

  /**
   * The results of a symbol are in the order of its indicators. Fewer of them: some mean the same,
   * and nobody knows which; then what the server says is wanted too.
   */
  private void learnSpelling(Asked asked, List<SymbolResult> results) {
    Map<String, List<Topic>> bySymbol = new HashMap<>();
    for (SymbolResult result : results) {
      bySymbol
          .computeIfAbsent(result.symbol(), symbol -> new ArrayList<>())
          .add(Topic.parse(result.topic()));
    }
    for (String symbol : asked.symbols()) {
      List<Topic> topics = Topic.of(List.of(symbol), asked.channel());
      List<Topic> spelled = bySymbol.getOrDefault(symbol, List.of());
      if (spelled.size() == topics.size()) {
        for (int i = 0; i < topics.size(); i++) {
          wanted.rename(topics.get(i), spelled.get(i));
        }
      } else {
        wanted.addLike(topics.get(0), spelled);
      }
    }
  }

  private void unsubscribed(Unsubscribed answer, Consumer<FeedEvent> out) {
    unanswered.remove(answer.getRequestId());
    List<SymbolResult> results = Wire.results(answer.getResultsList());
    for (SymbolResult result : results) {
      Topic topic = Topic.parse(result.topic());
      if (topic.symbol().equals(Subscription.ALL)) {
        sequences.retain(name -> !Topic.parse(name).ofAll().equals(topic));
        allAsked &= !topic.isPrices();
        allSeen &= !topic.isPrices();
      } else {
        sequences.forget(result.topic());
      }
    }
    out.accept(new UnsubscriptionResult(results));
  }

  private void refused(Error error, Consumer<FeedEvent> out) {
    Asked asked = unanswered.remove(error.getRequestId());
    if (asked != null) {
      asked.undo().run();
    }
    out.accept(
        new RequestRefused(
            asked == null ? List.of() : asked.symbols(),
            ErrorReader.code(error.getCode()),
            error.getReason(),
            error.getMessage(),
            Wire.violations(error.getFieldViolationsList())));
  }

  private ConnectRequest subscribe(Subscription part, @Nullable Resume resume, Runnable undo) {
    Subscribe.Builder request =
        Wire.subscribe(part).setRequestId(ask(part.symbols(), part.channel(), undo));
    if (!(part.channel() instanceof Channel.OfPrices)) {
      request.setSnapshot(true);
    }
    if (resume != null) {
      request.setResume(resume);
    }
    return ConnectRequest.newBuilder().setSubscribe(request).build();
  }

  private @Nullable Resume resume(Subscription part) {
    Map<String, Long> lasts = new HashMap<>();
    for (Topic topic : Topic.of(part.symbols(), part.channel())) {
      Long last = sequences.last(topic.name());
      if (topic.symbol().equals(Subscription.ALL)) {
        lasts.putAll(
            sequences.lasts(RESUME_ALL_MAX, name -> Topic.parse(name).ofAll().equals(topic)));
      } else if (last != null) {
        lasts.put(topic.name(), last);
      }
    }
    return lasts.isEmpty() || epoch == null
        ? null
        : Resume.newBuilder().setEpoch(epoch).putAllSequences(lasts).build();
  }

  private String ask(List<String> symbols, Channel channel, Runnable undo) {
    String id = Long.toString(++requests);
    unanswered.put(id, new Asked(symbols, channel, undo));
    return id;
  }

  private static List<Subscription> parts(Subscription subscription) {
    return parts(subscription.symbols(), subscription.channel()).stream()
        .map(symbols ->
            new Subscription(
                symbols, subscription.delivery(), subscription.snapshot(), subscription.channel()))
        .toList();
  }

  private static List<List<String>> parts(List<String> symbols, Channel channel) {
    int each = channel instanceof Channel.OfIndicators it ? it.indicators().size() : 1;
    int max = Math.max(1, TOPICS_PER_REQUEST_MAX / each);
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < symbols.size(); from += max) {
      parts.add(List.copyOf(symbols.subList(from, Math.min(symbols.size(), from + max))));
    }
    return parts;
  }
}
