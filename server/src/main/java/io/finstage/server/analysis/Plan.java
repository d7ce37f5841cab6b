package io.finstage.server.analysis;

import io.finstage.server.indicators.Recipe;
import io.finstage.server.market.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request that can be carried out.
 *
 * @param interval of the stored bars; unused where there are no stored ones
 */
record Plan(
    List<Subject> subjects,
    Interval interval,
    Optional<Instant> start,
    Optional<Instant> end,
    List<Recipe> recipes,
    List<SignalRule> rules,
    AnalysisRequest.Window window) {

  /** What became of planning. */
  sealed interface Planning {
    record Ready(Plan plan) implements Planning {}

    record Refused(Fault fault) implements Planning {}
  }

  /** One symbol of the request. */
  sealed interface Subject {
    /** As the request spells it; it may be no symbol at all. */
    String symbol();

    /** As in {@code bars[3]}. */
    String field();

    /** Its bars are in the store. */
    record Stored(String symbol, String field) implements Subject {}

    /** Its bars came with the request; not checked yet. */
    record Sent(AnalysisRequest.Columns columns, String field) implements Subject {
      @Override
      public String symbol() {
        return columns.symbol();
      }
    }
  }

  Plan {
    subjects = List.copyOf(subjects);
    recipes = List.copyOf(recipes);
    rules = List.copyOf(rules);
  }

  /** What one bar of one symbol counts, towards the limit on all. */
  int valuesPerBar() {
    return recipes.size() + rules.size();
  }
}
