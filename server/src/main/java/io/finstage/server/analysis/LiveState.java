package io.finstage.server.analysis;

import io.finstage.server.indicators.Computation;
import io.finstage.server.indicators.Output;
import io.finstage.server.indicators.Recipe;
import io.finstage.server.market.Bar;
import java.util.List;
import java.util.Optional;

/** The state of an indicator or a signal after some bars. Not thread-safe. */
sealed interface LiveState {

  /** Takes a closed bar; a signal says whether it saw something. */
  Optional<SignalEvent> step(Bar bar);

  /** Another one in the same state. */
  LiveState copy();

  /** Bars, since it began, after which its start no longer shows. */
  int stableFrom();

  /** An indicator. */
  final class OfIndicator implements LiveState {
    private final Recipe recipe;
    private final Computation computation;
    private final List<String> outputs;
    private final double[] values;
    private final int stableFrom;

    OfIndicator(Recipe recipe) {
      this(
          recipe,
          recipe.begin(),
          recipe.descriptor().outputs().stream().map(Output::name).toList(),
          recipe.stableFrom());
    }

    private OfIndicator(
        Recipe recipe, Computation computation, List<String> outputs, int stableFrom) {
      this.recipe = recipe;
      this.computation = computation;
      this.outputs = outputs;
      this.values = new double[computation.outputs()];
      this.stableFrom = stableFrom;
    }

    /** Of the last bar that was stepped or peeked at; the same array every time. */
    double[] values() {
      return values;
    }

    List<String> outputs() {
      return outputs;
    }

    /** Takes the values if {@code bar} closed now; the state stays. */
    void peek(Bar bar) {
      computation.peek(
          bar.openAt().toEpochMilli(),
          bar.open(),
          bar.high(),
          bar.low(),
          bar.close(),
          bar.volume(),
          values);
    }

    @Override
    public Optional<SignalEvent> step(Bar bar) {
      computation.step(
          bar.openAt().toEpochMilli(),
          bar.open(),
          bar.high(),
          bar.low(),
          bar.close(),
          bar.volume(),
          values);
      return Optional.empty();
    }

    @Override
    public LiveState copy() {
      OfIndicator copy = new OfIndicator(recipe, computation.copy(), outputs, stableFrom);
      System.arraycopy(values, 0, copy.values, 0, values.length);
      return copy;
    }

    @Override
    public int stableFrom() {
      return stableFrom;
    }
  }

  /** A signal. */
  record OfSignal(SignalWatch watch, int stableFrom) implements LiveState {

    static OfSignal of(SignalRule rule) {
      return new OfSignal(rule.begin(), rule.stableFrom());
    }

    @Override
    public Optional<SignalEvent> step(Bar bar) {
      return watch.step(
          bar.openAt().toEpochMilli(),
          bar.open(),
          bar.high(),
          bar.low(),
          bar.close(),
          bar.volume());
    }

    @Override
    public LiveState copy() {
      return new OfSignal(watch.copy(), stableFrom);
    }
  }
}
