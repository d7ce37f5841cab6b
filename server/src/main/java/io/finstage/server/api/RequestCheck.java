package io.finstage.server.api;

import io.finstage.proto.v1.Delivery;
import io.finstage.proto.v1.Resume;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Unsubscribe;
import io.finstage.server.api.Refusal.Violation;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Channel;
import io.finstage.server.hub.SubscribeRequest;
import io.finstage.server.hub.SubscribeRequest.ResumePoint;
import io.finstage.server.hub.UnsubscribeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a request makes sense, before the hub sees it. Malformed symbols pass: the hub answers
 * them one by one. Stateless.
 */
public final class RequestCheck {

  /** What became of a request. */
  sealed interface Outcome<T> {

    record Fine<T>(T wish) implements Outcome<T> {}

    record Refused<T>(Refusal refusal) implements Outcome<T> {}
  }

  /** Longest request id, in characters. */
  public static final int REQUEST_ID_MAX = 128;

  private static final int EPOCH_MAX = 64;

  private final TopicCheck topics;
  private final int symbolsMax;

  RequestCheck(TopicCheck topics, int symbolsMax) {
    this.topics = topics;
    this.symbolsMax = symbolsMax;
  }

  /** What is wrong with a request id; empty when nothing is. */
  public static Optional<Refusal> requestId(String requestId) {
    if (requestId.length() > REQUEST_ID_MAX) {
      return Optional.of(
          Refusal.invalid(
              "INVALID_REQUEST_ID",
              "request_id",
              "must have at most " + REQUEST_ID_MAX + " characters, not " + requestId.length()));
    }
    if (requestId.codePoints().anyMatch(Character::isISOControl)) {
      return Optional.of(
          Refusal.invalid("INVALID_REQUEST_ID", "request_id", "must not have control characters"));
    }
    return Optional.empty();
  }

  /** What is wrong with the symbols as a whole; empty when nothing is. */
  public static Optional<Refusal> symbols(List<String> symbols, int symbolsMax) {
    if (symbols.isEmpty()) {
      return Optional.of(
          Refusal.invalid("NO_SYMBOLS", "symbols", "must name at least one symbol, or \"*\""));
    }
    return symbols.size() > symbolsMax
        ? Optional.of(Refusal.tooManySymbols(symbols.size(), symbolsMax))
        : Optional.empty();
  }

  /** What a subscribe asks of the hub. */
  Outcome<SubscribeRequest> subscribe(Subscribe it) {
    TopicCheck.Wish wish =
        new TopicCheck.Wish(
            it.getChannel(),
            it.getSymbolsList(),
            it.getInterval(),
            it.getIndicatorsList(),
            it.getClosedOnly());
    return switch (topics.subscribe(wish)) {
      case TopicCheck.Outcome.Refused(Refusal refusal) -> new Outcome.Refused<>(refusal);
      case TopicCheck.Outcome.Fine(Channel channel, List<Aspect> aspects) -> {
        Optional<Refusal> wrong =
            symbols(it.getSymbolsList(), symbolsMax)
                .or(() -> terms(it, aspects))
                .or(() -> TaskTopics.stray(it.getTaskIdsList(), it.getLabelsMap()));
        yield wrong.isPresent()
            ? new Outcome.Refused<>(wrong.get())
            : new Outcome.Fine<>(
                new SubscribeRequest(
                    it.getRequestId(),
                    aspects,
                    it.getSymbolsList(),
                    delivery(it.getDelivery()),
                    !it.hasSnapshot() || it.getSnapshot(),
                    it.hasResume()
                        ? new ResumePoint(
                            it.getResume().getEpoch(), it.getResume().getSequencesMap())
                        : null));
      }
    };
  }

  /** What an unsubscribe asks of the hub. */
  Outcome<UnsubscribeRequest> unsubscribe(Unsubscribe it) {
    TopicCheck.Wish wish =
        new TopicCheck.Wish(
            it.getChannel(),
            it.getSymbolsList(),
            it.getInterval(),
            it.getIndicatorsList(),
            it.getClosedOnly());
    return switch (topics.unsubscribe(wish)) {
      case TopicCheck.Outcome.Refused(Refusal refusal) -> new Outcome.Refused<>(refusal);
      case TopicCheck.Outcome.Fine(Channel channel, List<Aspect> aspects) -> {
        Optional<Refusal> wrong =
            symbols(it.getSymbolsList(), symbolsMax)
                .or(() -> TaskTopics.stray(it.getTaskIdsList(), it.getLabelsMap()));
        yield wrong.isPresent()
            ? new Outcome.Refused<>(wrong.get())
            : new Outcome.Fine<>(
                new UnsubscribeRequest(it.getRequestId(), channel, aspects, it.getSymbolsList()));
      }
    };
  }

  /** What is wrong with how and from where updates are asked for; empty when nothing is. */
  private static Optional<Refusal> terms(Subscribe it, List<Aspect> aspects) {
    List<Violation> violations = new ArrayList<>();
    checkDelivery(it.getDelivery(), violations);
    checkResume(it, aspects, violations);
    if (violations.isEmpty()) {
      return Optional.empty();
    }
    Violation first = violations.getFirst();
    String reason = first.field().startsWith("delivery") ? "INVALID_DELIVERY" : "INVALID_RESUME";
    return Optional.of(
        Refusal.invalid(reason, first.field() + " " + first.description(), violations));
  }

  private static io.finstage.server.hub.Delivery delivery(Delivery delivery) {
    return switch (delivery.getMode()) {
      case LATEST -> io.finstage.server.hub.Delivery.LATEST;
      case INTERVAL ->
          new io.finstage.server.hub.Delivery.Interval(Duration.ofMillis(delivery.getIntervalMs()));
      case EVERY, MODE_UNSPECIFIED, UNRECOGNIZED -> io.finstage.server.hub.Delivery.EVERY;
    };
  }

  private static void checkDelivery(Delivery delivery, List<Violation> violations) {
    long min = io.finstage.server.hub.Delivery.Interval.INTERVAL_MIN.toMillis();
    long max = io.finstage.server.hub.Delivery.Interval.INTERVAL_MAX.toMillis();
    int interval = delivery.getIntervalMs();
    switch (delivery.getMode()) {
      case UNRECOGNIZED ->
          violations.add(new Violation("delivery.mode", "must be EVERY, LATEST or INTERVAL"));
      case INTERVAL -> {
        if (interval < min || interval > max) {
          violations.add(
              new Violation(
                  "delivery.interval_ms", "must be " + min + " to " + max + ", not " + interval));
        }
      }
      case EVERY, LATEST, MODE_UNSPECIFIED -> {
        if (interval != 0) {
          violations.add(
              new Violation("delivery.interval_ms", "must be absent unless mode is INTERVAL"));
        }
      }
    }
  }

  private static void checkResume(Subscribe it, List<Aspect> aspects, List<Violation> violations) {
    Resume resume = it.getResume();
    if (resume.equals(Resume.getDefaultInstance())) {
      return;
    }
    if (resume.getEpoch().isEmpty() || resume.getEpoch().length() > EPOCH_MAX) {
      violations.add(new Violation("resume.epoch", "must have 1 to " + EPOCH_MAX + " characters"));
    }
    boolean all = it.getSymbolsList().contains(SubscribeRequest.ALL);
    Set<String> asked = new HashSet<>();
    for (String symbol : it.getSymbolsList()) {
      aspects.forEach(aspect -> asked.add(symbol + aspect.suffix()));
    }
    int position = 0;
    for (Map.Entry<String, Long> entry : resume.getSequencesMap().entrySet()) {
      if (violations.size() >= Refusal.VIOLATIONS_MAX) {
        return;
      }
      String field = "resume.sequences[" + position + "]";
      if (!all && !asked.contains(entry.getKey())) {
        violations.add(new Violation(field, "must be for a topic that is asked for"));
      } else if (entry.getValue() < 0) {
        violations.add(new Violation(field, "must not be negative"));
      }
      position++;
    }
  }
}
