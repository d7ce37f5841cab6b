package io.finstage.client;

import io.finstage.proto.v1.ListIndicatorsRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Indicators and signals over bars of many symbols, computed by the server.
 *
 * <pre>{@code
 * List<SymbolAnalysis> answers =
 *     client.analysis().analyze(
 *         Analysis.of("SPY", "IBM").interval("1d").indicators(Indicators.rsi(14)).last());
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Analysis {

  private final Link link;
  private final Duration deadline;

  Analysis(Link link, Duration deadline) {
    this.link = link;
    this.deadline = deadline;
  }

  /** A request over stored bars of these symbols. */
  public static AnalysisRequest of(String symbol, String... more) {
    List<String> symbols = new ArrayList<>();
    symbols.add(symbol);
    symbols.addAll(Arrays.asList(more));
    return AnalysisRequest.over(symbols, List.of());
  }

  /** A request over bars of the caller's own. */
  public static AnalysisRequest of(Bars bars, Bars... more) {
    return AnalysisRequest.over(List.of(), List.of(bars)).and(more);
  }

  /**
   * The answers for all symbols, in the order of the request: symbols, then bars.
   *
   * @throws FinstageException when the server refuses the request as a whole, or is not done within
   *     the deadline; what fails for one symbol is its {@link SymbolAnalysis#failure()}
   */
  public List<SymbolAnalysis> analyze(AnalysisRequest request) {
    List<SymbolAnalysis> answers = new ArrayList<>();
    try (AnalysisStream stream = stream(request)) {
      stream.forEach(answers::add);
    }
    Map<String, Integer> order = new HashMap<>();
    request.symbols().forEach(symbol -> order.putIfAbsent(symbol, order.size()));
    request.bars().forEach(bars -> order.putIfAbsent(bars.symbol(), order.size()));
    answers.sort(
        Comparator.comparing(answer -> order.getOrDefault(answer.symbol(), Integer.MAX_VALUE)));
    return answers;
  }

  /**
   * The answers as they become ready, in no set order. Returns at once; close it, or read it to its
   * end.
   */
  public AnalysisStream stream(AnalysisRequest request) {
    return AnalysisStream.open(link.analysisStub(request.deadline().orElse(deadline)), request);
  }

  /**
   * Every indicator that the server has, ordered by id.
   *
   * @throws FinstageException when the server does not answer within the deadline
   */
  public List<IndicatorInfo> catalog() {
    try {
      return link
          .analysisBlockingStub(deadline)
          .listIndicators(ListIndicatorsRequest.getDefaultInstance())
          .getIndicatorsList()
          .stream()
          .map(AnalysisWire::info)
          .toList();
    } catch (StatusRuntimeException e) {
      throw ErrorReader.read(e);
    }
  }
}
