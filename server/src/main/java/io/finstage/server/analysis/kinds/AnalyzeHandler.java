package io.finstage.server.analysis.kinds;

import io.finstage.server.analysis.AnalysisRequest;
import io.finstage.server.analysis.AnalysisRequest.Spec;
import io.finstage.server.analysis.AnalysisRequest.Window;
import io.finstage.server.analysis.Analyzer;
import io.finstage.server.bars.BarStore;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.Payload;
import io.finstage.server.tasks.ResultText;
import io.finstage.server.tasks.TaskContext;
import io.finstage.server.tasks.TaskHandler;
import io.finstage.server.tasks.TaskKind;
import java.util.List;
import java.util.Map;

/**
 * Indicators and signals over many symbols, up to all there are. The result has a JSON object in a
 * line of its own for each symbol, also for one that failed.
 */
public final class AnalyzeHandler implements TaskHandler {

  /** What it is called by; each holds a result in memory. */
  public static final TaskKind KIND =
      TaskKind.builtIn("analyze", "indicators and signals over many symbols, as JSON lines", 2);

  private static final String INDICATORS = "indicators";
  private static final String SIGNALS = "signals";
  private static final String OUTPUT = "output";
  private static final String TAIL = "tail";

  /** The analyzer has a lower limit of its own; this one is for what is read before. */
  private static final int TEXTS_MAX = 10_000;

  private final Analyzer analyzer;
  private final BarStore store;
  private final int symbolsMax;
  private final int resultBytesMax;

  /**
   * @param symbolsMax of one call of the analyzer
   * @param resultBytesMax value of {@link ResultText#KEY}
   */
  public AnalyzeHandler(Analyzer analyzer, BarStore store, int symbolsMax, int resultBytesMax) {
    this.analyzer = analyzer;
    this.store = store;
    this.symbolsMax = symbolsMax;
    this.resultBytesMax = resultBytesMax;
  }

  @Override
  public Bytes run(TaskContext context) throws Exception {
    Payload payload = Payload.of(context.payload());
    Interval interval = MarketFields.interval(payload);
    if (!payload.has(MarketFields.SYMBOLS)) {
      throw Payload.wrong(MarketFields.SYMBOLS, "must be a list of symbols, or \"*\" for all");
    }
    List<String> names = MarketFields.names(payload);
    MarketFields.Range range = MarketFields.range(payload);
    AnalysisRequest request =
        new AnalysisRequest(
            List.of(),
            List.of(),
            interval.toString(),
            range.start(),
            range.end(),
            payload.texts(INDICATORS, TEXTS_MAX).stream()
                .map(text -> new Spec(text, Map.of(), ""))
                .toList(),
            payload.texts(SIGNALS, TEXTS_MAX),
            window(payload));
    payload.end(context.kind());
    List<String> symbols =
        names.isEmpty() ? store.symbols(interval).stream().map(Symbol::value).toList() : names;
    return ResultText.of(
        resultBytesMax,
        "fewer symbols, fewer indicators or fewer values",
        out ->
            new Universe(analyzer, request, symbolsMax, resultBytesMax, context, out)
                .analyze(symbols));
  }

  private static Window window(Payload payload) throws FailedForGoodException {
    String mode = payload.text(OUTPUT).orElse("LAST");
    if (payload.has(TAIL) && !mode.equals("TAIL")) {
      throw Payload.wrong(TAIL, "must be left out unless output is TAIL");
    }
    return switch (mode) {
      case "LAST" -> new Window.Last();
      case "TAIL" -> new Window.Tail((int) payload.whole(TAIL, 1, Integer.MAX_VALUE));
      case "FULL" -> new Window.Full();
      default -> throw Payload.wrong(OUTPUT, "must be LAST, TAIL or FULL");
    };
  }
}
