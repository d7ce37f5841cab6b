package io.finstage.server.hub;

import io.finstage.server.hub.Event.Result;
import io.finstage.server.hub.Event.Status;
import io.finstage.server.market.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who of a shard's subscribers listens to what. Owned by the shard. */
final class SubscriptionBook {

  private final Shard shard;
  private final TopicLogs logs;
  private final SubscriptionLimits limits;
  private final Map<Topic, Audience> audiences = new HashMap<>();
  private final Set<Subscriber> listenersToAll = new LinkedHashSet<>();

  SubscriptionBook(Shard shard, TopicLogs logs) {
    this.shard = shard;
    this.logs = logs;
    this.limits = new SubscriptionLimits(shard.config(), logs);
  }

  /** Hands an item to everyone who listens to its topic. */
  void fanOut(Sequenced item, long nowNanos) {
    Audience audience = audiences.get(item.topic());
    if (audience == null || audience.log() == null) {
      audience = goLive(item, nowNanos);
      if (audience == null) {
        return;
      }
    }
    for (int i = 0; i < audience.size(); i++) {
      audience.get(i).accept(item, nowNanos, shard);
    }
  }

  /** Subscribes and answers; what is to follow the answer is queued after it. */
  void subscribe(Subscriber subscriber, SubscribeRequest request, long nowNanos) {
    Event.OverLimit over = limits.check(subscriber, request, nowNanos);
    if (over != null) {
      shard.say(subscriber, over);
      return;
    }
    List<Result> results = new ArrayList<>();
    List<Start> starts = new ArrayList<>();
    for (String spelled : new LinkedHashSet<>(request.symbols())) {
      for (Aspect aspect : request.aspects()) {
        results.add(subscribeTo(spelled, aspect, subscriber, request, starts, nowNanos));
      }
    }
    shard.say(
        subscriber,
        new Event.Subscribed(request.requestId(), request.channel(), request.delivery(), results));
    starts.forEach(start -> start.begin(shard));
  }

  Event unsubscribe(Subscriber subscriber, UnsubscribeRequest request) {
    Event.OverLimit over = limits.check(request);
    if (over != null) {
      return over;
    }
    List<Result> results = new ArrayList<>();
    for (String spelled : new LinkedHashSet<>(request.symbols())) {
      if (request.aspects().isEmpty()) {
        boolean any = endAll(subscriber, aspect -> aspect.channel() == request.channel());
        Status status = any ? Status.OK : Status.NOT_SUBSCRIBED;
        results.add(new Result(spelled, null, status, 0, false));
      }
      for (Aspect aspect : request.aspects()) {
        results.add(end(subscriber, spelled, aspect));
      }
    }
    return new Event.Unsubscribed(request.requestId(), request.channel(), results);
  }

  Event list(Subscriber subscriber, String requestId, List<?> others) {
    List<Event.Subscriptions.Line> lines = new ArrayList<>();
    subscriber.all.forEach((aspect, request) ->
        lines.add(
            new Event.Subscriptions.Line(SubscribeRequest.ALL, aspect, request.delivery(), 0)));
    subscriber.subscriptions.values().stream()
        .filter(subscription -> subscription.named)
        .sorted(Comparator.comparing(subscription -> subscription.audience.topic()))
        .map(subscription ->
            new Event.Subscriptions.Line(
                subscription.audience.topic().symbol().value(),
                subscription.audience.topic().aspect(),
                subscription.delivery(),
                subscription.lastSequence()))
        .forEach(lines::add);
    return new Event.Subscriptions(requestId, lines, others);
  }

  /**
   * Announces what the subscriber will not receive because it is about to be closed: at most one
   * gap per subscription, and what INTERVAL held back.
   */
  void giveUp(Subscriber subscriber, long nowNanos) {
    subscriber.subscriptions.values().forEach(subscription -> subscription.giveUp(nowNanos, shard));
  }

  /** Ends all subscriptions. */
  void forget(Subscriber subscriber) {
    List.copyOf(subscriber.subscriptions.values()).forEach(this::detach);
    subscriber.behind.clear();
    subscriber.all.clear();
    listenersToAll.remove(subscriber);
  }

  private Result subscribeTo(
      String spelled,
      Aspect aspect,
      Subscriber subscriber,
      SubscribeRequest request,
      List<Start> starts,
      long nowNanos) {
    if (spelled.equals(SubscribeRequest.ALL)) {
      return subscribeToAll(aspect, subscriber, request, starts, nowNanos);
    }
    if (!Symbol.isValid(spelled)) {
      return new Result(spelled, aspect, Status.INVALID_SYMBOL, 0, false);
    }
    Topic topic = aspect.of(new Symbol(spelled));
    return logs.knows(topic.symbol())
        ? subscribeTo(topic, subscriber, request, true, starts, nowNanos)
        : new Result(spelled, aspect, Status.UNKNOWN_SYMBOL, 0, false);
  }

  private Result subscribeToAll(
      Aspect aspect,
      Subscriber subscriber,
      SubscribeRequest request,
      List<Start> starts,
      long nowNanos) {
    boolean again = subscriber.all.put(aspect, request) != null;
    listenersToAll.add(subscriber);
    for (TopicLog prices : logs.prices()) {
      Topic topic = aspect.of(prices.topic().symbol());
      Subscription existing = subscriber.subscriptions.get(topic);
      boolean named = existing != null && existing.named;
      subscribeTo(topic, subscriber, request, named, starts, nowNanos);
    }
    Status status = again ? Status.ALREADY_SUBSCRIBED : Status.OK;
    return new Result(SubscribeRequest.ALL, aspect, status, 0, false);
  }

  private Result subscribeTo(
      Topic topic,
      Subscriber subscriber,
      SubscribeRequest request,
      boolean named,
      List<Start> starts,
      long nowNanos) {
    Delivery delivery = request.delivery();
    String symbol = topic.symbol().value();
    Subscription existing = subscriber.subscriptions.get(topic);
    if (existing != null) {
      existing.due(nowNanos, shard);
      detach(existing);
      long last = existing.lastSequence();
      Subscription replaced = attach(subscriber, topic, delivery, named, last, nowNanos);
      if (existing.isBehind()) {
        replaced.startBehind(shard);
      }
      return new Result(symbol, topic.aspect(), Status.ALREADY_SUBSCRIBED, last, false);
    }
    TopicLog log = logs.get(topic);
    if (log == null) {
      Start start = Start.beforeFirst(request, topic, 0);
      starts.add(start.with(attach(subscriber, topic, delivery, named, 0, nowNanos)));
      return new Result(symbol, topic.aspect(), Status.PENDING, 0, false);
    }
    Update last = log.last();
    Start start =
        last == null
            ? Start.beforeFirst(request, log.topic(), log.base())
            : Start.of(request, log, last, logs.epoch());
    Subscription subscription =
        attach(subscriber, topic, delivery, named, start.sequence(), nowNanos);
    starts.add(start.with(subscription));
    // Of an opened topic the state is on its way, if there is one: that depends on its symbol.
    Status status = last != null || logs.get(topic.symbol()) != null ? Status.OK : Status.PENDING;
    return new Result(symbol, topic.aspect(), status, start.sequence(), start.resumed());
  }

  private Subscription attach(
      Subscriber subscriber,
      Topic topic,
      Delivery delivery,
      boolean named,
      long lastSequence,
      long nowNanos) {
    Audience audience = audiences.get(topic);
    if (audience == null) {
      TopicLog log =
          topic.aspect().isOnDemand()
              ? logs.onDemand().listen(topic, nowNanos)
              : logs.get(topic.symbol());
      Topic key = log == null ? topic : log.topic();
      audience = new Audience(key, log);
      audiences.put(key, audience);
    }
    Subscription subscription =
        new Subscription(subscriber, audience, delivery, named, lastSequence);
    audience.add(subscription);
    subscriber.subscriptions.put(audience.topic(), subscription);
    if (named) {
      count(subscription, 1);
    }
    return subscription;
  }

  private void detach(Subscription subscription) {
    Audience audience = subscription.audience;
    audience.remove(subscription);
    shard.unschedule(subscription);
    subscription.subscriber.subscriptions.remove(audience.topic());
    if (subscription.named) {
      count(subscription, -1);
    }
    if (audience.size() > 0) {
      return;
    }
    TopicLog log = audience.log();
    if (log == null) {
      audiences.remove(audience.topic());
    } else if (audience.topic().aspect().isOnDemand()) {
      audiences.remove(audience.topic());
      logs.onDemand().leave(log, Nanos.of(shard.clock().instant()));
    }
  }

  private static void count(Subscription subscription, int by) {
    if (subscription.audience.topic().aspect().isOnDemand()) {
      subscription.subscriber.namedOnDemand += by;
    } else {
      subscription.subscriber.named += by;
    }
  }

  private Result end(Subscriber subscriber, String spelled, Aspect aspect) {
    if (spelled.equals(SubscribeRequest.ALL)) {
      Status status = endAll(subscriber, aspect::equals) ? Status.OK : Status.NOT_SUBSCRIBED;
      return new Result(spelled, aspect, status, 0, false);
    }
    if (!Symbol.isValid(spelled)) {
      return new Result(spelled, aspect, Status.INVALID_SYMBOL, 0, false);
    }
    Subscription ended = subscriber.subscriptions.get(aspect.of(new Symbol(spelled)));
    if (ended == null) {
      return new Result(spelled, aspect, Status.NOT_SUBSCRIBED, 0, false);
    }
    detach(ended);
    return new Result(spelled, aspect, Status.OK, ended.lastSequence(), false);
  }

  private boolean endAll(Subscriber subscriber, Predicate<Aspect> which) {
    List<Subscription> ended =
        subscriber.subscriptions.values().stream()
            .filter(subscription -> which.test(subscription.audience.topic().aspect()))
            .toList();
    ended.forEach(this::detach);
    boolean all = subscriber.all.keySet().removeIf(which);
    if (subscriber.all.isEmpty()) {
      listenersToAll.remove(subscriber);
    }
    return all || !ended.isEmpty();
  }

  /**
   * The first item of a symbol's prices: those who asked for all are there from now on. Null for an
   * item of a topic that nobody listens to any more.
   */
  private @Nullable Audience goLive(Sequenced first, long nowNanos) {
    Topic topic = first.topic();
    if (topic.aspect().isOnDemand()) {
      return null;
    }
    TopicLog log = logs.get(topic);
    if (log == null) {
      throw new IllegalStateException("no log for " + topic);
    }
    Audience audience = audiences.computeIfAbsent(topic, name -> new Audience(name, log));
    audience.goLive(log);
    for (Subscriber subscriber : listenersToAll) {
      subscriber.all.forEach((aspect, request) ->
          join(subscriber, aspect.of(topic.symbol()), request, first, nowNanos));
    }
    return audience;
  }

  private void join(
      Subscriber subscriber,
      Topic topic,
      SubscribeRequest request,
      Sequenced first,
      long nowNanos) {
    if (subscriber.subscriptions.containsKey(topic)) {
      return;
    }
    if (!topic.aspect().isOnDemand()) {
      attach(subscriber, topic, request.delivery(), false, first.sequence() - 1, nowNanos);
    } else if (logs.onDemand().openAll(List.of(topic), nowNanos)) {
      List<Start> starts = new ArrayList<>();
      subscribeTo(topic, subscriber, request, false, starts, nowNanos);
      starts.forEach(start -> start.begin(shard));
    } else {
      shard.say(subscriber, new Event.NotOpened(topic, logs.onDemand().topicsMax()));
    }
  }
}
