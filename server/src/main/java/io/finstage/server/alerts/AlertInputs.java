package io.finstage.server.alerts;

import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What rules look at, once a second; handed in, since the parts that have it are none of ours. */
public record AlertInputs(Readings readings, Sources sources, Market market, Texts texts) {

  /** A reading, by its name with its labels. */
  public record Reading(String name, double value) {}

  /** The server's readings. Thread-safe. */
  public interface Readings {

    /** Those that a name stands for: one, or all series of a family; none when none is there. */
    List<Reading> select(String name);

    /** Whether {@link #select} may ever find something. */
    boolean knows(String name);
  }

  /**
   * A source.
   *
   * @param ticks taken in so far
   * @param connected whether the server itself connects to it; else others push it in
   * @param silent whether it may be silent now: a replay at its end, or not begun
   */
  public record SourceTicks(String name, long ticks, boolean connected, boolean silent) {}

  /** Where ticks come from. Thread-safe. */
  @FunctionalInterface
  public interface Sources {
    List<SourceTicks> now();
  }

  /** Last values of the market. Thread-safe. */
  public interface Market {

    /** The last price, else the middle of bid and ask; empty when neither is known. */
    OptionalDouble price(Symbol symbol);

    /** Volume of the newest bar, forming or closed; empty when none was built. */
    OptionalDouble volume(Symbol symbol, Interval interval);

    /** Whether bars of this width are built. */
    boolean builds(Interval interval);
  }

  /** Understands short texts. */
  public interface Texts {

    /**
     * What is wrong with an indicator; empty when nothing is.
     *
     * @param output which of its lines; the first when empty
     */
    Optional<Complaint> indicator(String text, String output);

    /** What is wrong with a signal; empty when nothing is. */
    Optional<Complaint> signal(String text);
  }

  /**
   * A field of a rule, and what is wrong with it.
   *
   * @param description goes on after the field's name, as in {@code must be ...}
   */
  public record Complaint(String field, String description) {}
}
