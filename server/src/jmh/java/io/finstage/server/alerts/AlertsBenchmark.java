package io.finstage.server.alerts;

import io.finstage.server.alerts.AlertInputs.Market;
import io.finstage.server.alerts.AlertInputs.Reading;
import io.finstage.server.alerts.AlertInputs.Readings;
import io.finstage.server.alerts.AlertInputs.Texts;
import io.finstage.server.analysis.LiveBars;
import io.finstage.server.analysis.LiveConfig;
import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.metrics.ReadingBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One look at {@value #RULES} rules, of which none holds, a second after the one before: about
 * prices, each of a symbol of its own among {@value #SYMBOLS}; about moves of prices, with their
 * windows; and about a reading with a series per symbol, so {@value #RULES} times {@value #SYMBOLS}
 * conditions.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseG1GC", "-Xms512m", "-Xmx512m"})
public class AlertsBenchmark {

  static final int RULES = 100;
  static final int SYMBOLS = 1000;
  private static final int OPEN_MAX = 10_000;
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final Map<Symbol, Double> prices = new HashMap<>();
  private final ReadingBoard board = new ReadingBoard();
  private final AlertBook levels =
      book(i -> new AlertCondition.PriceLevel(symbol(i * 10), Comparison.ABOVE, 1e6));
  private final AlertBook moves =
      book(i -> new AlertCondition.PercentMove(symbol(i * 10), Duration.ofMinutes(5), 50));
  private final AlertBook series =
      book(i -> new AlertCondition.Threshold("finstage_age_seconds", Comparison.ABOVE, 100.0 + i));
  private Instant now = START;

  /** A price of each symbol, and a reading of each. */
  @Setup
  public void fill() {
    Map<String, Double> readings = new HashMap<>();
    for (int i = 0; i < SYMBOLS; i++) {
      prices.put(symbol(i), 100.0 + i);
      readings.put("finstage_age_seconds{symbol=\"" + symbol(i).value() + "\"}", 1.0);
    }
    board.put(START, readings, Set.of("finstage_age_seconds"));
  }

  @Benchmark
  public int prices() {
    return look(levels);
  }

  @Benchmark
  public int moves() {
    return look(moves);
  }

  @Benchmark
  public int readings() {
    return look(series);
  }

  private int look(AlertBook book) {
    now = now.plusSeconds(1);
    return book.look(now).size();
  }

  private AlertBook book(IntFunction<AlertCondition> condition) {
    AlertInputs inputs = new AlertInputs(new OfBoard(), List::of, new OfMap(), new Nothing());
    LiveLines lines = new LiveLines(new LiveConfig(10, 10), new NoBars(), () -> now);
    AlertBook book = new AlertBook(new Probes(inputs, lines), () -> 1, OPEN_MAX);
    for (int i = 0; i < RULES; i++) {
      var _ = book.put(rule("rule-" + i, condition.apply(i)), START);
    }
    return book;
  }

  private static Symbol symbol(int number) {
    return new Symbol("S" + number);
  }

  private static AlertRule rule(String name, AlertCondition condition) {
    return new AlertRule(
        name,
        "",
        condition,
        Duration.ZERO,
        Duration.ZERO,
        AlertSeverity.WARNING,
        List.of(),
        true,
        false,
        START,
        START);
  }

  private final class OfBoard implements Readings {
    @Override
    public List<Reading> select(String name) {
      return board.select(name).stream().map(it -> new Reading(it.name(), it.value())).toList();
    }

    @Override
    public boolean knows(String name) {
      return true;
    }
  }

  private final class OfMap implements Market {
    @Override
    public OptionalDouble price(Symbol symbol) {
      Double price = prices.get(symbol);
      return price == null ? OptionalDouble.empty() : OptionalDouble.of(price);
    }

    @Override
    public OptionalDouble volume(Symbol symbol, Interval interval) {
      return OptionalDouble.empty();
    }

    @Override
    public boolean builds(Interval interval) {
      return true;
    }
  }

  private static final class Nothing implements Texts {
    @Override
    public Optional<AlertInputs.Complaint> indicator(String text, String output) {
      return Optional.empty();
    }

    @Override
    public Optional<AlertInputs.Complaint> signal(String text) {
      return Optional.empty();
    }
  }

  private static final class NoBars implements LiveBars {
    @Override
    public BarSeries last(Symbol symbol, Interval interval, int count) {
      double[] none = {};
      return new BarSeries(new long[0], none, none, none, none, none);
    }

    @Override
    public Optional<Bar> forming(Symbol symbol, Interval interval) {
      return Optional.empty();
    }
  }
}
