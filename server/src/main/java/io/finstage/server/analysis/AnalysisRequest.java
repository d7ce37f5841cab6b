package io.finstage.server.analysis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller asks for, as it came: nothing of it is checked yet.
 *
 * @param symbols whose bars are in the store
 * @param bars of the caller's own
 * @param interval width of the stored bars, as in {@code 1m}; may be empty without symbols
 * @param start stored bars that open at this time or later
 * @param end stored bars that open before this time
 * @param signals short text
 */
public record AnalysisRequest(
    List<String> symbols,
    List<Columns> bars,
    String interval,
    Optional<Instant> start,
    Optional<Instant> end,
    List<Spec> indicators,
    List<String> signals,
    Window window) {

  public AnalysisRequest {
    symbols = List.copyOf(symbols);
    bars = List.copyOf(bars);
    indicators = List.copyOf(indicators);
    signals = List.copyOf(signals);
  }

  /**
   * An indicator.
   *
   * @param id or all of it in short text
   * @param profile may be empty
   */
  public record Spec(String id, Map<String, Double> params, String profile) {
    public Spec {
      params = Map.copyOf(params);
    }
  }

  /** Bars as a caller sent them, oldest first, if all is well. The arrays are not copied. */
  @SuppressWarnings("ArrayRecordComponent") // never compared: they are on their way to a BarSeries
  public record Columns(
      String symbol,
      long[] openAtMillis,
      double[] open,
      double[] high,
      double[] low,
      double[] close,
      double[] volume) {}

  /** Which values are answered. */
  public sealed interface Window {
    /** The last one. */
    record Last() implements Window {}

    /** The last few; 1 or more. */
    record Tail(int count) implements Window {}

    /** All. */
    record Full() implements Window {}

    /** Index of the first bar that is answered, of so many. */
    default int from(int bars) {
      return switch (this) {
        case Last last -> Math.max(0, bars - 1);
        case Tail(int count) -> Math.max(0, bars - count);
        case Full full -> 0;
      };
    }
  }
}
