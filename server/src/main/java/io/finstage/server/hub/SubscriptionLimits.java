package io.finstage.server.hub;

import io.finstage.server.hub.Event.Limit;
import io.finstage.server.hub.Event.OverLimit;
import io.finstage.server.market.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request may ask for, so that it is granted or refused as a whole. Owned by the shard. */
final class SubscriptionLimits {

  private final TopicLogs logs;
  private final int symbolsMax;
  private final int topicsMax;

  SubscriptionLimits(HubConfig config, TopicLogs logs) {
    this.logs = logs;
    this.symbolsMax = config.symbolsPerConnectionMax();
    this.topicsMax = config.onDemand().topicsPerConnectionMax();
  }

  /** Opens the topics that the request needs; null when it may go on, else nothing is changed. */
  @Nullable OverLimit check(Subscriber subscriber, SubscribeRequest request, long nowNanos) {
    String id = request.requestId();
    int asked = request.symbols().size();
    if (asked > symbolsMax) {
      return new OverLimit(id, Limit.SYMBOLS_PER_CONNECTION, asked, symbolsMax);
    }
    boolean onDemand = request.channel() != Channel.PRICES;
    long product = (long) asked * request.aspects().size();
    if (onDemand && product > topicsMax) {
      return tooManyTopics(id, product);
    }
    Set<String> symbols = new LinkedHashSet<>(request.symbols());
    List<Topic> topics = topics(symbols, request.aspects());
    int more = countNew(subscriber, topics);
    if (!onDemand) {
      int total = subscriber.named + more;
      return total > symbolsMax
          ? new OverLimit(id, Limit.SYMBOLS_PER_CONNECTION, total, symbolsMax)
          : null;
    }
    if (subscriber.namedOnDemand + more > topicsMax) {
      return tooManyTopics(id, subscriber.namedOnDemand + more);
    }
    topics.removeIf(topic -> !logs.knows(topic.symbol()));
    if (symbols.contains(SubscribeRequest.ALL)) {
      for (TopicLog prices : logs.prices()) {
        request.aspects().forEach(aspect -> topics.add(aspect.of(prices.topic().symbol())));
      }
    }
    OpenTopics open = logs.onDemand();
    return open.openAll(topics, nowNanos)
        ? null
        : new OverLimit(id, Limit.TOPICS, open.size() + topics.size(), open.topicsMax());
  }

  /** Null when it may go on. */
  @Nullable OverLimit check(UnsubscribeRequest request) {
    int asked = request.symbols().size();
    return asked > symbolsMax
        ? new OverLimit(request.requestId(), Limit.SYMBOLS_PER_CONNECTION, asked, symbolsMax)
        : null;
  }

  private OverLimit tooManyTopics(String requestId, long asked) {
    return new OverLimit(requestId, Limit.TOPICS_PER_CONNECTION, (int) asked, topicsMax);
  }

  private static List<Topic> topics(Set<String> symbols, List<Aspect> aspects) {
    List<Topic> topics = new ArrayList<>();
    for (String spelled : symbols) {
      if (Symbol.isValid(spelled)) {
        Symbol symbol = new Symbol(spelled);
        aspects.forEach(aspect -> topics.add(aspect.of(symbol)));
      }
    }
    return topics;
  }

  private static int countNew(Subscriber subscriber, List<Topic> topics) {
    int count = 0;
    for (Topic topic : topics) {
      Subscription existing = subscriber.subscriptions.get(topic);
      if (existing == null || !existing.named) {
        count++;
      }
    }
    return count;
  }
}
