package io.finstage.server.analysis;

import io.finstage.server.analysis.Plan.Subject;
import io.finstage.server.analysis.SymbolAnalysis.Done;
import io.finstage.server.analysis.SymbolAnalysis.Failed;
import io.finstage.server.analysis.SymbolAnalysis.Result;
import io.finstage.server.bars.StoreUnavailableException;
import io.finstage.server.indicators.Computation;
import io.finstage.server.indicators.Recipe;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One symbol of an analysis: its bars are found and checked, then every indicator is computed and
 * every signal watched for. Looks every so many bars whether anybody still waits. Of one thread.
 */
final class SymbolTask {

  private static final System.Logger LOG = System.getLogger(SymbolTask.class.getName());

  /** Series up to this long are computed in one go. */
  private static final int RUN_MAX = 8192;

  /** Bars between two looks, in longer ones. */
  private static final int LOOK_BARS = 1024;

  private static final int BYTES_PER_VALUE = 8;

  /** Text, kind, time and values of a signal, about. */
  static final int BYTES_PER_SIGNAL = 128;

  /** Ends the computation in the middle; never leaves this class. */
  private static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super(null, null, false, false);
    }
  }

  /** Counts the values of all symbols of a plan. */
  interface Budget {
    /**
     * Takes {@code values} off, if there are as many left.
     *
     * @return how many are taken in all, these included, whether there were as many or not
     */
    long take(long values);
  }

  private final Plan plan;
  private final Subject subject;
  private final AnalysisConfig config;
  private final BarSource store;
  private final Budget budget;
  private final BooleanSupplier stopped;

  SymbolTask(
      Plan plan,
      Subject subject,
      AnalysisConfig config,
      BarSource store,
      Budget budget,
      BooleanSupplier stopped) {
    this.plan = plan;
    this.subject = subject;
    this.config = config;
    this.store = store;
    this.budget = budget;
    this.stopped = stopped;
  }

  /** Empty when it was stopped. */
  Optional<SymbolAnalysis> run() {
    if (stopped.getAsBoolean()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (subject) {
            case Subject.Stored(String symbol, String field) -> stored(symbol, field);
            case Subject.Sent(AnalysisRequest.Columns columns, String field) -> {
              BarsCheck check = new BarsCheck(columns, field);
              Optional<Fault> fault = check.fault();
              yield fault.isPresent() ? failed(fault.get()) : analysed(check.series(), field);
            }
          });
    } catch (Stopped e) {
      return Optional.empty();
    }
  }

  private SymbolAnalysis stored(String text, String field) throws Stopped {
    if (!Symbol.isValid(text)) {
      return failed(Fault.invalid("INVALID_SYMBOL", field, "is not the form of a symbol"));
    }
    BarSeries bars;
    try {
      bars =
          store.bars(
              new Symbol(text), plan.interval(), plan.start(), plan.end(), config.barsMax() + 1);
    } catch (StoreUnavailableException e) {
      LOG.log(System.Logger.Level.WARNING, "bars of " + text + " could not be read", e);
      return failed(
          Fault.of(
              Fault.Code.UNAVAILABLE, "STORE_UNAVAILABLE", "the store does not answer; try again"));
    }
    if (bars.size() == 0) {
      return failed(
          new Fault(
              Fault.Code.NOT_FOUND,
              "NO_BARS",
              "no " + plan.interval() + " bars of " + text + " in the store, within the range",
              List.of(),
              Map.of("symbol", text, "interval", plan.interval().toString())));
    }
    if (bars.size() > config.barsMax()) {
      return failed(
          Fault.overLimit(
              "BARS_MAX",
              "analysis.bars-max",
              config.barsMax(),
              "bars per symbol",
              bars.size(),
              plan.start().isPresent() ? "end_time" : "start_time"));
    }
    // What the caller sent was counted before anything began.
    long values = budget.take((long) bars.size() * plan.valuesPerBar());
    if (values > config.valuesMax()) {
      return failed(Planner.tooManyValues(config.valuesMax(), values, field));
    }
    return analysed(bars, field);
  }

  private SymbolAnalysis analysed(BarSeries bars, String field) throws Stopped {
    int from = plan.window().from(bars.size());
    long lines = plan.recipes().stream().mapToLong(it -> it.descriptor().outputs().size()).sum();
    long bytes = (bars.size() - from) * (lines + 1) * BYTES_PER_VALUE;
    if (bytes > config.answerBytesMax()) {
      return failed(tooLong(bytes, field));
    }
    List<Result> results = new ArrayList<>();
    for (Recipe recipe : plan.recipes()) {
      look();
      Computation computation = recipe.begin();
      double[][] values =
          bars.size() <= RUN_MAX ? computation.run(bars) : stepped(computation, bars);
      int stableFrom = computation.indexAfter(bars, recipe.stableFrom());
      results.add(new Result(recipe, List.of(values), stableFrom, computation.missing()));
    }
    List<SignalEvent> signals = new ArrayList<>();
    for (SignalRule rule : plan.rules()) {
      watch(rule, bars, from, signals);
      long withSignals = bytes + (long) signals.size() * BYTES_PER_SIGNAL;
      if (withSignals > config.answerBytesMax()) {
        return failed(tooLong(withSignals, field));
      }
    }
    if (plan.rules().size() > 1) {
      signals.sort((a, b) -> Long.compare(a.openAtMillis(), b.openAtMillis()));
    }
    return new Done(subject.symbol(), bars, from, results, signals);
  }

  private double[][] stepped(Computation computation, BarSeries bars) throws Stopped {
    double[][] lines = new double[computation.outputs()][bars.size()];
    double[] out = new double[lines.length];
    for (int i = 0; i < bars.size(); i++) {
      if (i % LOOK_BARS == 0) {
        look();
      }
      computation.step(
          bars.openAtMillis()[i],
          bars.open()[i],
          bars.high()[i],
          bars.low()[i],
          bars.close()[i],
          bars.volume()[i],
          out);
      for (int line = 0; line < lines.length; line++) {
        lines[line][i] = out[line];
      }
    }
    return lines;
  }

  private void watch(SignalRule rule, BarSeries bars, int from, List<SignalEvent> signals)
      throws Stopped {
    SignalWatch watch = rule.begin();
    for (int i = 0; i < bars.size(); i++) {
      if (i % LOOK_BARS == 0) {
        look();
      }
      Optional<SignalEvent> event =
          watch.step(
              bars.openAtMillis()[i],
              bars.open()[i],
              bars.high()[i],
              bars.low()[i],
              bars.close()[i],
              bars.volume()[i]);
      if (i >= from) {
        event.ifPresent(signals::add);
      }
    }
  }

  private void look() throws Stopped {
    if (stopped.getAsBoolean()) {
      throw new Stopped();
    }
  }

  private Fault tooLong(long bytes, String field) {
    return Fault.overLimit(
        "ANSWER_BYTES_MAX",
        "analysis.answer-bytes-max",
        config.answerBytesMax(),
        "bytes per symbol",
        bytes,
        field);
  }

  private SymbolAnalysis failed(Fault fault) {
    return new Failed(subject.symbol(), fault);
  }
}
