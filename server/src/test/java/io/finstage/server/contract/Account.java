package io.finstage.server.contract;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether what was heard of one symbol adds up: in order, received + conflated + announced gaps =
 * published.
 */
final class Account {

  private final String symbol;
  private final long to;
  private final Optional<String> cause;
  private final boolean folds;
  private final long intervalMillis;
  private final long updatesMin;
  private long last;
  private long updates;
  private long missing;
  private long conflated;

  Account(JsonObject wish) {
    symbol = wish.get("symbol").getAsString();
    last = wish.get("from_sequence").getAsLong() - 1;
    to = wish.get("to_sequence").getAsLong();
    cause = wish.has("gaps") ? Optional.of(wish.get("gaps").getAsString()) : Optional.empty();
    folds = wish.has("conflated") && wish.get("conflated").getAsBoolean();
    intervalMillis = wish.has("interval_ms") ? wish.get("interval_ms").getAsLong() : 0;
    updatesMin = wish.has("updates_min") ? wish.get("updates_min").getAsLong() : 1;
  }

  boolean isComplete() {
    return last >= to;
  }

  /** Books one event; returns what is wrong with it. */
  Optional<String> take(JsonObject said) {
    if (!said.has("symbol") || !said.get("symbol").getAsString().equals(symbol)) {
      return Optional.of("only updates and gaps of " + symbol + " were expected");
    }
    return switch (said.get("type").getAsString()) {
      case "price_update" -> {
        long folded = said.get("conflated").getAsLong();
        conflated += folded;
        updates++;
        last += folded + 1;
        yield last == said.get("sequence").getAsLong()
            ? Optional.empty()
            : Optional.of("expected sequence " + last);
      }
      case "gap" -> {
        if (cause.isEmpty() || !said.get("cause").getAsString().equals(cause.get())) {
          yield Optional.of("no such gap was expected");
        }
        boolean next = said.get("from_sequence").getAsLong() == last + 1;
        missing += said.get("to_sequence").getAsLong() - last;
        last = said.get("to_sequence").getAsLong();
        yield next ? Optional.empty() : Optional.of("the gap does not begin where it should");
      }
      default -> Optional.of("only updates and gaps were expected");
    };
  }

  /** What is wrong with the whole, which took {@code elapsed}. */
  Optional<String> verdict(Duration elapsed) {
    if (cause.isPresent() == (missing == 0)) {
      return Optional.of("expected gaps: " + cause);
    }
    if (folds == (conflated == 0)) {
      return Optional.of("expected conflation: " + folds);
    }
    if (updates < updatesMin) {
      return Optional.of("expected at least " + updatesMin + " updates");
    }
    return intervalMillis > 0 && updates > elapsed.toMillis() / intervalMillis + 2
        ? Optional.of("more than one update per interval in " + elapsed)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return symbol
        + ": at "
        + last
        + " of "
        + to
        + ", "
        + updates
        + " updates, "
        + missing
        + " missing, "
        + conflated
        + " conflated";
  }
}
