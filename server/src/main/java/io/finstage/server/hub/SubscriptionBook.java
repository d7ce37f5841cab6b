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
import org.jspecify.annotations.Nullable;

/** Who of a shard's subscribers listens to what. Owned by the shard. */
final class SubscriptionBook {

  private final Shard shard;
  private final Channels channels;
  private final int symbolsMax;
  private final Map<Symbol, Audience> audiences = new HashMap<>();
  private final Set<Subscriber> listenersToAll = new LinkedHashSet<>();

  SubscriptionBook(Shard shard, Channels channels) {
    this.shard = shard;
    this.channels = channels;
    this.symbolsMax = shard.config().symbolsPerConnectionMax();
  }

  /** Hands an item to everyone who listens to its symbol. */
  void fanOut(Sequenced item, long nowNanos) {
    Audience audience = audiences.get(item.symbol());
    if (audience == null || audience.channel() == null) {
      audience = goLive(item);
    }
    for (int i = 0; i < audience.size(); i++) {
      audience.get(i).accept(item, nowNanos, shard);
    }
  }

  /** Subscribes and answers; what is to follow the answer is queued after it. */
  void subscribe(Subscriber subscriber, SubscribeRequest request, long nowNanos) {
    Set<String> symbols = new LinkedHashSet<>(request.symbols());
    int asked =
        Math.max(request.symbols().size(), subscriber.named + countNew(subscriber, symbols));
    if (asked > symbolsMax) {
      shard.say(subscriber, new Event.OverLimit(request.requestId(), asked, symbolsMax));
      return;
    }
    List<Result> results = new ArrayList<>(symbols.size());
    List<Start> starts = new ArrayList<>(symbols.size());
    for (String spelled : symbols) {
      if (spelled.equals(SubscribeRequest.ALL)) {
        results.add(subscribeToAll(subscriber, request, starts, nowNanos));
      } else if (!Symbol.isValid(spelled)) {
        results.add(new Result(spelled, Status.INVALID_SYMBOL, 0, false));
      } else {
        Symbol symbol = new Symbol(spelled);
        results.add(
            channels.knows(symbol)
                ? subscribeTo(symbol, subscriber, request, true, starts, nowNanos)
                : new Result(spelled, Status.UNKNOWN_SYMBOL, 0, false));
      }
    }
    shard.say(subscriber, new Event.Subscribed(request.requestId(), request.delivery(), results));
    starts.forEach(start -> start.begin(shard));
  }

  Event unsubscribe(Subscriber subscriber, String requestId, List<String> symbols) {
    if (symbols.size() > symbolsMax) {
      return new Event.OverLimit(requestId, symbols.size(), symbolsMax);
    }
    List<Result> results = new ArrayList<>(symbols.size());
    for (String spelled : new LinkedHashSet<>(symbols)) {
      if (spelled.equals(SubscribeRequest.ALL)) {
        boolean any = subscriber.all != null || !subscriber.subscriptions.isEmpty();
        forget(subscriber);
        results.add(new Result(spelled, any ? Status.OK : Status.NOT_SUBSCRIBED, 0, false));
      } else if (!Symbol.isValid(spelled)) {
        results.add(new Result(spelled, Status.INVALID_SYMBOL, 0, false));
      } else {
        Subscription ended = subscriber.subscriptions.get(new Symbol(spelled));
        if (ended == null) {
          results.add(new Result(spelled, Status.NOT_SUBSCRIBED, 0, false));
        } else {
          detach(ended);
          results.add(new Result(spelled, Status.OK, ended.lastSequence(), false));
        }
      }
    }
    return new Event.Unsubscribed(requestId, results);
  }

  Event list(Subscriber subscriber, String requestId) {
    List<Event.Subscriptions.Line> lines = new ArrayList<>();
    if (subscriber.all != null) {
      lines.add(new Event.Subscriptions.Line(SubscribeRequest.ALL, subscriber.all, 0));
    }
    subscriber.subscriptions.values().stream()
        .filter(subscription -> subscription.named)
        .sorted(Comparator.comparing(subscription -> subscription.audience.symbol()))
        .map(subscription ->
            new Event.Subscriptions.Line(
                subscription.audience.symbol().value(),
                subscription.delivery(),
                subscription.lastSequence()))
        .forEach(lines::add);
    return new Event.Subscriptions(requestId, lines);
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
    subscriber.all = null;
    listenersToAll.remove(subscriber);
  }

  private static int countNew(Subscriber subscriber, Set<String> symbols) {
    int count = 0;
    for (String spelled : symbols) {
      if (Symbol.isValid(spelled)) {
        Subscription existing = subscriber.subscriptions.get(new Symbol(spelled));
        if (existing == null || !existing.named) {
          count++;
        }
      }
    }
    return count;
  }

  private Result subscribeToAll(
      Subscriber subscriber, SubscribeRequest request, List<Start> starts, long nowNanos) {
    boolean again = subscriber.all != null;
    subscriber.all = request.delivery();
    listenersToAll.add(subscriber);
    for (SymbolChannel channel : channels.all()) {
      Subscription existing = subscriber.subscriptions.get(channel.symbol());
      boolean named = existing != null && existing.named;
      subscribeTo(channel.symbol(), subscriber, request, named, starts, nowNanos);
    }
    return new Result(
        SubscribeRequest.ALL, again ? Status.ALREADY_SUBSCRIBED : Status.OK, 0, false);
  }

  private Result subscribeTo(
      Symbol symbol,
      Subscriber subscriber,
      SubscribeRequest request,
      boolean named,
      List<Start> starts,
      long nowNanos) {
    SymbolChannel channel = channels.get(symbol);
    PriceUpdate last = channel == null ? null : channel.last();
    Subscription existing = subscriber.subscriptions.get(symbol);
    if (existing != null) {
      existing.due(nowNanos, shard);
      detach(existing);
      Subscription replaced =
          attach(subscriber, symbol, request.delivery(), named, existing.lastSequence());
      if (existing.isBehind()) {
        replaced.startBehind(shard);
      }
      return new Result(symbol.value(), Status.ALREADY_SUBSCRIBED, existing.lastSequence(), false);
    }
    if (channel == null || last == null) {
      attach(subscriber, symbol, request.delivery(), named, 0);
      return new Result(symbol.value(), Status.PENDING, 0, false);
    }
    Start start = Start.of(request, channel, last, channels.epoch());
    Subscription subscription =
        attach(subscriber, symbol, request.delivery(), named, start.sequence());
    starts.add(start.with(subscription));
    return new Result(symbol.value(), Status.OK, start.sequence(), start.resumed());
  }

  private Subscription attach(
      Subscriber subscriber, Symbol symbol, Delivery delivery, boolean named, long lastSequence) {
    Audience audience =
        audiences.computeIfAbsent(symbol, name -> new Audience(name, channels.get(name)));
    Subscription subscription =
        new Subscription(subscriber, audience, delivery, named, lastSequence);
    audience.add(subscription);
    subscriber.subscriptions.put(symbol, subscription);
    if (named) {
      subscriber.named++;
    }
    return subscription;
  }

  private void detach(Subscription subscription) {
    Audience audience = subscription.audience;
    audience.remove(subscription);
    shard.unschedule(subscription);
    subscription.subscriber.subscriptions.remove(audience.symbol());
    if (subscription.named) {
      subscription.subscriber.named--;
    }
    if (audience.size() == 0 && audience.channel() == null) {
      audiences.remove(audience.symbol());
    }
  }

  /** The first item of a symbol: those who asked for all are there from now on. */
  private Audience goLive(Sequenced first) {
    SymbolChannel channel = channels.get(first.symbol());
    if (channel == null) {
      throw new IllegalStateException("no channel for " + first.symbol());
    }
    Audience audience =
        audiences.computeIfAbsent(first.symbol(), name -> new Audience(name, channel));
    audience.goLive(channel);
    for (Subscriber subscriber : listenersToAll) {
      Delivery delivery = subscriber.all;
      if (delivery != null && !subscriber.subscriptions.containsKey(first.symbol())) {
        attach(subscriber, first.symbol(), delivery, false, first.sequence() - 1);
      }
    }
    return audience;
  }

  /**
   * Where a new subscription begins.
   *
   * @param sequence the last sequence that it does not deliver
   * @param gap announced first
   * @param snapshot sent next
   */
  private record Start(
      long sequence,
      boolean resumed,
      @Nullable Gap gap,
      @Nullable PriceUpdate snapshot,
      @Nullable Subscription subscription) {

    /**
     * From the ring when it holds everything after the client's sequence; else from the last value,
     * with a gap for what the client misses.
     */
    static Start of(
        SubscribeRequest request, SymbolChannel channel, PriceUpdate last, String epoch) {
      SubscribeRequest.ResumePoint resume = request.resume();
      Long received = resume == null ? null : resume.sequences().get(channel.symbol().value());
      PriceUpdate snapshot = request.snapshot() ? last : null;
      if (resume == null || received == null) {
        return new Start(last.sequence(), false, null, snapshot, null);
      }
      boolean sameLife = resume.epoch().equals(epoch) && received <= channel.sequence();
      if (sameLife && (received >= last.sequence() || channel.ring().get(received + 1) != null)) {
        return new Start(received, true, null, null, null);
      }
      Gap gap =
          sameLife
              ? new Gap(channel.symbol(), received + 1, last.sequence(), Gap.Cause.RESUME_EXPIRED)
              : new Gap(channel.symbol(), 0, 0, Gap.Cause.RESUME_EXPIRED);
      return new Start(last.sequence(), false, gap, last, null);
    }

    Start with(Subscription started) {
      return new Start(sequence, resumed, gap, snapshot, started);
    }

    void begin(Shard shard) {
      if (subscription == null) {
        throw new IllegalStateException("nothing to begin");
      }
      if (gap != null) {
        subscription.announce(gap);
      }
      if (snapshot != null) {
        subscription.subscriber.mailbox.offer(new Writer.Snapshot(snapshot));
      }
      // From the ring what a resume asks for, and holes that the source left since the last update.
      subscription.startBehind(shard);
      shard.dirty(subscription.subscriber);
    }
  }
}
