package io.finstage.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What is to be computed, over which bars. Begin with {@link Analysis#of}; each setting gives a new
 * request. Immutable; whether it makes sense is for the server to say.
 *
 * @param symbols symbols whose stored bars are read; a repetition is dropped
 * @param bars bars of the caller's own
 * @param interval width of the stored bars: 1s, 1m, 5m, 15m, 1h or 1d; needed with symbols
 * @param from stored bars that open then or later; from the first when empty
 * @param to stored bars that open before; to the newest when empty
 * @param indicators at least one of indicators and signals
 * @param signals short text, as in {@code crosses_above(ema(9),ema(21))}
 * @param output which values are answered
 * @param deadline how long the whole call may take; the client's when empty
 */
public record AnalysisRequest(
    List<String> symbols,
    List<Bars> bars,
    Optional<String> interval,
    Optional<Instant> from,
    Optional<Instant> to,
    List<Indicator> indicators,
    List<String> signals,
    Output output,
    Optional<Duration> deadline) {

  public AnalysisRequest {
    symbols = List.copyOf(new LinkedHashSet<>(symbols));
    bars = List.copyOf(bars);
    indicators = List.copyOf(indicators);
    signals = List.copyOf(signals);
    if (deadline.isPresent() && (deadline.get().isNegative() || deadline.get().isZero())) {
      throw new IllegalArgumentException("deadline must be positive, not " + deadline.get());
    }
  }

  static AnalysisRequest over(List<String> symbols, List<Bars> bars) {
    return new AnalysisRequest(
        symbols,
        bars,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        new Output.Last(),
        Optional.empty());
  }

  /** Also these bars of the caller's own. */
  public AnalysisRequest and(Bars... more) {
    List<Bars> all = new ArrayList<>(bars);
    all.addAll(Arrays.asList(more));
    return new AnalysisRequest(
        symbols, all, interval, from, to, indicators, signals, output, deadline);
  }

  /**
   * Width of the stored bars.
   *
   * @param width 1s, 1m, 5m, 15m, 1h or 1d
   */
  public AnalysisRequest interval(String width) {
    return new AnalysisRequest(
        symbols, bars, Optional.of(width), from, to, indicators, signals, output, deadline);
  }

  /** Stored bars that open at {@code time} or later. */
  public AnalysisRequest from(Instant time) {
    return new AnalysisRequest(
        symbols, bars, interval, Optional.of(time), to, indicators, signals, output, deadline);
  }

  /** Stored bars that open before {@code time}. */
  public AnalysisRequest to(Instant time) {
    return new AnalysisRequest(
        symbols, bars, interval, from, Optional.of(time), indicators, signals, output, deadline);
  }

  /** These indicators, instead of those before. */
  public AnalysisRequest indicators(Indicator... wanted) {
    return new AnalysisRequest(
        symbols, bars, interval, from, to, List.of(wanted), signals, output, deadline);
  }

  /** These signals, instead of those before. */
  public AnalysisRequest signals(String... wanted) {
    return new AnalysisRequest(
        symbols, bars, interval, from, to, indicators, List.of(wanted), output, deadline);
  }

  /** Only the last value of each line; what a request begins with. */
  public AnalysisRequest last() {
    return answering(new Output.Last());
  }

  /** The newest {@code bars} values of each line; 1 or more. */
  public AnalysisRequest tail(int bars) {
    return answering(new Output.Tail(bars));
  }

  /**
   * All values of each line. An answer holds one symbol, and must fit in {@link
   * ClientOptions#inboundMessageBytesMax()}: 8 bytes per bar and line.
   */
  public AnalysisRequest full() {
    return answering(new Output.Full());
  }

  /** The whole call may take so long; positive. */
  public AnalysisRequest within(Duration time) {
    return new AnalysisRequest(
        symbols, bars, interval, from, to, indicators, signals, output, Optional.of(time));
  }

  private AnalysisRequest answering(Output wanted) {
    return new AnalysisRequest(
        symbols, bars, interval, from, to, indicators, signals, wanted, deadline);
  }
}
