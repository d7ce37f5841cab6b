package io.finstage.client;

import java.util.LinkedHashSet;
import java.util.List;

/** What of its symbols a {@link Subscription} is about. Immutable. */
public sealed interface Channel {

  /** Every quote and every trade. */
  record OfPrices() implements Channel {}

  /**
   * Bars as they form, close, or are corrected.
   *
   * @param interval width: 1s, 1m, 5m, 15m, 1h or 1d
   * @param closedOnly only when they close or are corrected; else every change
   */
  record OfBars(String interval, boolean closedOnly) implements Channel {

    public OfBars {
      checkInterval(interval);
    }
  }

  /**
   * Indicators and signals over bars.
   *
   * @param interval width: 1s, 1m, 5m, 15m, 1h or 1d
   * @param indicators 1 to {@value #INDICATORS_MAX}; a repetition is dropped
   * @param closedOnly only of bars that are closed; else every change of the forming bar
   */
  record OfIndicators(String interval, List<Indicator> indicators, boolean closedOnly)
      implements Channel {

    /** Indicators of one subscription; there can be more than one. */
    public static final int INDICATORS_MAX = 100;

    public OfIndicators {
      checkInterval(interval);
      indicators = List.copyOf(new LinkedHashSet<>(indicators));
      if (indicators.isEmpty() || indicators.size() > INDICATORS_MAX) {
        throw new IllegalArgumentException(
            "1 to " + INDICATORS_MAX + " indicators, not " + indicators.size());
      }
    }
  }

  /** Every quote and every trade. */
  Channel PRICES = new OfPrices();

  private static void checkInterval(String interval) {
    if (interval.isEmpty() || interval.indexOf('|') >= 0) {
      throw new IllegalArgumentException("not an interval: '" + interval + "'");
    }
  }
}
