package io.finstage.server.api;

import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Channel;
import io.finstage.server.hub.SubscribeRequest;
import io.finstage.server.market.Interval;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which aspects of its symbols a request is about: channel, interval, indicators. Stateless.
 *
 * @param serves which channels there are
 * @param texts understands indicators
 * @param others names of channels that are checked elsewhere
 */
record TopicCheck(Predicate<Channel> serves, IndicatorTexts texts, Supplier<List<String>> others) {

  /** Indicators that one request may name. */
  static final int INDICATORS_MAX = 100;

  private static final String INTERVALS =
      Arrays.stream(Interval.values()).map(Interval::toString).collect(Collectors.joining(", "));

  /** What became of it. */
  sealed interface Outcome {

    /** At least one aspect; none only for an unsubscribe of a whole channel. */
    record Fine(Channel channel, List<Aspect> aspects) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
  }

  /** What a request says of its topics, whichever kind of request it is. */
  record Wish(
      String channel,
      List<String> symbols,
      String interval,
      List<String> indicators,
      boolean closedOnly) {}

  /** For a subscribe. */
  Outcome subscribe(Wish wish) {
    Optional<Channel> channel = channel(wish.channel());
    if (channel.isEmpty()) {
      return unknownChannel();
    }
    if (channel.get() == Channel.INDICATORS && wish.symbols().contains(SubscribeRequest.ALL)) {
      return refused(
          "INVALID_SYMBOLS",
          "symbols[" + wish.symbols().indexOf(SubscribeRequest.ALL) + "]",
          "must not be \"*\": indicators are asked for by symbol");
    }
    return aspects(channel.get(), wish);
  }

  /** For an unsubscribe: {@code *} without an interval stands for all of the channel. */
  Outcome unsubscribe(Wish wish) {
    Optional<Channel> channel = channel(wish.channel());
    if (channel.isEmpty()) {
      return unknownChannel();
    }
    boolean all =
        channel.get() != Channel.PRICES
            && wish.symbols().equals(List.of(SubscribeRequest.ALL))
            && wish.interval().isEmpty()
            && wish.indicators().isEmpty();
    return all ? new Outcome.Fine(channel.get(), List.of()) : aspects(channel.get(), wish);
  }

  private Outcome aspects(Channel channel, Wish wish) {
    if (channel != Channel.INDICATORS && !wish.indicators().isEmpty()) {
      return refused(
          "INVALID_INDICATOR", "indicators", "must be empty unless the channel is \"indicators\"");
    }
    if (channel == Channel.PRICES) {
      return prices(wish);
    }
    Optional<Interval> interval = Interval.parse(wish.interval());
    if (interval.isEmpty()) {
      return refused("INVALID_INTERVAL", "interval", "must be one of " + INTERVALS);
    }
    return channel == Channel.BARS
        ? new Outcome.Fine(channel, List.of(new Aspect.Bars(interval.get(), wish.closedOnly())))
        : indicators(interval.get(), wish);
  }

  private static Outcome prices(Wish wish) {
    if (!wish.interval().isEmpty()) {
      return refused("INVALID_INTERVAL", "interval", "must be absent with prices");
    }
    if (wish.closedOnly()) {
      return refused("INVALID_CLOSED_ONLY", "closed_only", "must be false with prices");
    }
    return new Outcome.Fine(Channel.PRICES, List.of(Aspect.prices()));
  }

  private Outcome indicators(Interval interval, Wish wish) {
    List<String> asked = wish.indicators();
    if (asked.isEmpty() || asked.size() > INDICATORS_MAX) {
      return refused(
          "INVALID_INDICATOR",
          "indicators",
          "must be 1 to " + INDICATORS_MAX + " texts, not " + asked.size());
    }
    Set<Aspect> aspects = new LinkedHashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      switch (texts.read(asked.get(i))) {
        case IndicatorTexts.Reading.Known(String canonical)
            when canonical.length() > Aspect.Indicator.TEXT_MAX -> {
          return refused(
              "INVALID_INDICATOR",
              "indicators[" + i + "]",
              "must have at most " + Aspect.Indicator.TEXT_MAX + " characters with all parameters");
        }
        case IndicatorTexts.Reading.Known(String canonical) ->
            aspects.add(new Aspect.Indicator(interval, canonical, wish.closedOnly()));
        case IndicatorTexts.Reading.Unknown(String description) -> {
          return refused("INVALID_INDICATOR", "indicators[" + i + "]", description);
        }
      }
    }
    return new Outcome.Fine(Channel.INDICATORS, List.copyOf(aspects));
  }

  private Optional<Channel> channel(String name) {
    return Arrays.stream(Channel.values())
        .filter(serves)
        .filter(channel -> Aspects.channel(channel).equals(name))
        .findFirst();
  }

  private Outcome unknownChannel() {
    String names =
        Stream.concat(
                Arrays.stream(Channel.values()).filter(serves).map(Aspects::channel),
                others.get().stream())
            .map(name -> "\"" + name + "\"")
            .collect(Collectors.joining(", "));
    return refused("UNKNOWN_CHANNEL", "channel", "must be one of " + names);
  }

  private static Outcome refused(String reason, String field, String description) {
    return new Outcome.Refused(Refusal.invalid(reason, field, description));
  }
}
