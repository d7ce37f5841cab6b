package io.finstage.server.analysis;

import io.finstage.server.indicators.Recipe;
import io.finstage.server.market.BarSeries;
import java.util.List;

/** What became of one symbol of an analysis. */
public sealed interface SymbolAnalysis {

  /** As the request spells it; it may be no symbol at all. */
  String symbol();

  /** What its answer takes, about. */
  long answerBytes();

  /**
   * It went well.
   *
   * @param bars all that were used
   * @param from index of the first bar that is answered
   * @param signals of the bars that are answered, oldest first
   */
  record Done(
      String symbol, BarSeries bars, int from, List<Result> results, List<SignalEvent> signals)
      implements SymbolAnalysis {
    public Done {
      results = List.copyOf(results);
      signals = List.copyOf(signals);
    }

    @Override
    public long answerBytes() {
      long lines = results.stream().mapToLong(it -> it.lines().size()).sum();
      return (bars.size() - from) * (lines + 1) * Double.BYTES
          + (long) signals.size() * SymbolTask.BYTES_PER_SIGNAL;
    }
  }

  /** It has no results. */
  record Failed(String symbol, Fault fault) implements SymbolAnalysis {
    @Override
    public long answerBytes() {
      return 0;
    }
  }

  /**
   * Values of one indicator.
   *
   * @param lines one per output, each as long as all bars that were used; NaN where there is none
   * @param stableFrom index, within all bars used, from which the start no longer matters; as many
   *     as there are bars when they are too few
   * @param missing bars passed over because an input was NaN
   */
  record Result(Recipe recipe, List<double[]> lines, int stableFrom, long missing) {
    public Result {
      lines = List.copyOf(lines);
    }
  }
}
