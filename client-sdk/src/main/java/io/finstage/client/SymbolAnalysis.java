package io.finstage.client;

import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The answer for one symbol.
 *
 * @param symbol of the request
 * @param failure why there are no results; empty when it went well
 * @param bars bars that were used
 * @param openTimes starts of the bars that the values belong to, oldest first
 * @param results one per indicator of the request, in its order; empty after a failure
 * @param signals what the signals of the request saw within those bars, oldest first
 */
public record SymbolAnalysis(
    String symbol,
    Optional<SymbolFailure> failure,
    int bars,
    List<Instant> openTimes,
    List<IndicatorValues> results,
    List<Signal> signals) {

  public SymbolAnalysis {
    openTimes = List.copyOf(openTimes);
    results = List.copyOf(results);
    signals = List.copyOf(signals);
  }

  /** Whether there are results. */
  public boolean isOk() {
    return failure.isEmpty();
  }

  /**
   * What an indicator of the request gave.
   *
   * @param indicator as the request had it, or the short text with every parameter
   * @throws NoSuchElementException when it was not asked for, or this symbol has failed
   */
  public IndicatorValues values(String indicator) {
    if (failure.isPresent()) {
      throw new NoSuchElementException(symbol + " has failed: " + failure.get());
    }
    return results.stream()
        .filter(values -> values.answers(indicator))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(indicator + " is not among " + names()));
  }

  /** What an indicator of the request gave; see {@link #values(String)}. */
  public IndicatorValues values(Indicator indicator) {
    return values(indicator.text());
  }

  private List<String> names() {
    return results.stream().map(IndicatorValues::indicator).toList();
  }
}
