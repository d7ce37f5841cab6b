package io.finstage.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user has subscribed to, whether or not there is a connection: after a reconnect all of
 * it is asked for again. An indicator is known here as the user spells it until the server has said
 * how it spells it. Belongs to one thread.
 */
final class WantedTopics {

  /**
   * How a topic is wanted.
   *
   * @param snapshot whether its last state is to come first
   */
  record Wish(Delivery delivery, boolean snapshot) {}

  private final Map<Topic, Wish> wishes = new LinkedHashMap<>();

  /** How the server spells what the user spells otherwise; bounded by what is wanted. */
  private final Map<Topic, Topic> spelled = new HashMap<>();

  /** Adds the topics; returns how they were wanted before, with null for not at all. */
  Map<Topic, @Nullable Wish> add(List<Topic> topics, Wish wish) {
    Map<Topic, @Nullable Wish> before = new LinkedHashMap<>();
    for (Topic asked : topics) {
      Topic topic = spelled(asked);
      before.put(topic, wishes.put(topic, wish));
    }
    return before;
  }

  /** Takes back an {@link #add} that the server refused, unless the user has changed it since. */
  void undo(Map<Topic, @Nullable Wish> before, Wish refused) {
    before.forEach((topic, wish) -> {
      if (refused.equals(wishes.get(topic))) {
        if (wish == null) {
          wishes.remove(topic);
        } else {
          wishes.put(topic, wish);
        }
      }
    });
  }

  /** The server spells {@code asked} otherwise. */
  void rename(Topic asked, Topic topic) {
    Wish wish = asked.equals(topic) ? null : wishes.remove(asked);
    if (wish != null) {
      wishes.put(topic, wish);
      spelled.put(asked, topic);
    }
  }

  /** Adds the topics, wanted as {@code other} is; nothing when it is not wanted any more. */
  void addLike(Topic other, List<Topic> topics) {
    Wish wish = wishes.get(spelled(other));
    if (wish != null) {
      topics.forEach(topic -> wishes.put(topic, wish));
    }
  }

  /** Removes the topics; {@code *} removes all of its kind. */
  void remove(List<Topic> topics) {
    for (Topic asked : topics) {
      Topic topic = spelled(asked);
      if (topic.symbol().equals(Subscription.ALL)) {
        wishes.keySet().removeIf(other -> topic.equals(other.ofAll()));
      } else {
        wishes.remove(topic);
      }
    }
    spelled.values().removeIf(topic -> !wishes.containsKey(topic));
  }

  /** Whether updates of {@code topic} are expected. */
  boolean covers(Topic topic) {
    return wish(topic) != null;
  }

  /** Whether {@code topic} is held back by an interval, so that its newest may still be to come. */
  boolean isPaced(Topic topic) {
    Wish wish = wish(topic);
    return wish != null && wish.delivery() instanceof Delivery.Interval;
  }

  /** Whether the user wants the last state of {@code topic} first. */
  boolean isWithSnapshot(Topic topic) {
    Wish wish = wish(topic);
    return wish == null || wish.snapshot();
  }

  /** Whether the prices of all symbols are wanted, with the last one of each. */
  boolean isAllWithSnapshot() {
    Wish wish = wishes.get(new Topic(Subscription.ALL, "", "", false));
    return wish != null && wish.snapshot();
  }

  int size() {
    return wishes.size();
  }

  /**
   * Subscriptions that come to all that is wanted, in the order in which it was: symbols of which
   * the same is wanted in the same way are one.
   */
  List<Subscription> subscriptions() {
    Map<Group, Map<String, List<Indicator>>> groups = new LinkedHashMap<>();
    wishes.forEach((topic, wish) -> {
      Group group = new Group(wish, topic.interval(), topic.isOfIndicator(), topic.closedOnly());
      List<Indicator> indicators =
          groups
              .computeIfAbsent(group, g -> new LinkedHashMap<>())
              .computeIfAbsent(topic.symbol(), symbol -> new ArrayList<>());
      if (topic.isOfIndicator()) {
        indicators.add(Indicator.of(topic.indicator()));
      }
    });
    List<Subscription> subscriptions = new ArrayList<>();
    groups.forEach((group, indicatorsBySymbol) -> {
      Map<List<Indicator>, List<String>> symbols = new LinkedHashMap<>();
      indicatorsBySymbol.forEach((symbol, indicators) ->
          chunks(indicators)
              .forEach(
                  chunk -> symbols.computeIfAbsent(chunk, list -> new ArrayList<>()).add(symbol)));
      symbols.forEach((indicators, list) ->
          subscriptions.add(
              new Subscription(
                  list,
                  group.wish().delivery(),
                  group.wish().snapshot(),
                  group.channel(indicators))));
    });
    return subscriptions;
  }

  /** Topics that differ in symbol and indicator at most. */
  private record Group(Wish wish, String interval, boolean ofIndicators, boolean closedOnly) {

    Channel channel(List<Indicator> indicators) {
      if (interval.isEmpty()) {
        return Channel.PRICES;
      }
      return ofIndicators
          ? new Channel.OfIndicators(interval, indicators, closedOnly)
          : new Channel.OfBars(interval, closedOnly);
    }
  }

  private Topic spelled(Topic asked) {
    return spelled.getOrDefault(asked, asked);
  }

  private @Nullable Wish wish(Topic topic) {
    Wish wish = wishes.get(topic);
    return wish == null ? wishes.get(topic.ofAll()) : wish;
  }

  /** As many at a time as one subscription may have; one empty list for none. */
  private static List<List<Indicator>> chunks(List<Indicator> all) {
    if (all.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Indicator>> chunks = new ArrayList<>();
    int max = Channel.OfIndicators.INDICATORS_MAX;
    for (int from = 0; from < all.size(); from += max) {
      chunks.add(List.copyOf(all.subList(from, Math.min(all.size(), from + max))));
    }
    return chunks;
  }
}
