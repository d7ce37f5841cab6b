package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What has a sequence of its own, and can be subscribed to: an aspect of a symbol. Immutable. A
 * class and no record, since its hash is computed once: every item is looked up by its topic.
 */
public final class Topic implements Comparable<Topic> {

  private static final Comparator<Topic> ORDER =
      Comparator.comparing(Topic::symbol).thenComparing(Topic::name);

  private final Symbol symbol;
  private final Aspect aspect;
  private final String name;
  private final int hash;

  Topic(Symbol symbol, Aspect aspect) {
    this.symbol = symbol;
    this.aspect = aspect;
    this.name = symbol.value() + aspect.suffix();
    this.hash = name.hashCode();
  }

  public Symbol symbol() {
    return symbol;
  }

  public Aspect aspect() {
    return aspect;
  }

  /** {@code SPY}, {@code SPY|1m}, {@code SPY|1m|rsi(14)}; with {@code |closed} at the end. */
  public String name() {
    return name;
  }

  @Override
  public int compareTo(Topic other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Topic topic
            && hash == topic.hash
            && name.equals(topic.name)
            && aspect.equals(topic.aspect));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return name;
  }
}
