package io.finstage.server.alerts;

import io.finstage.server.alerts.AlertInputs.Complaint;
import io.finstage.server.alerts.AlertInputs.Market;
import io.finstage.server.alerts.AlertInputs.Reading;
import io.finstage.server.alerts.AlertInputs.Readings;
import io.finstage.server.alerts.AlertInputs.SourceTicks;
import io.finstage.server.alerts.AlertInputs.Texts;
import io.finstage.server.analysis.LiveBars;
import io.finstage.server.analysis.LiveConfig;
import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What rules look at, as a test says, under its clock. Of one thread. */
final class Scene implements InstantSource {

  static final Symbol SPY = new Symbol("SPY");
  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  final Map<String, Double> readings = new TreeMap<>();
  final Map<String, SourceTicks> sources = new TreeMap<>();
  final Map<Symbol, Double> prices = new TreeMap<>();
  double volume = Double.NaN;
  private Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void source(String name, long ticks, boolean silent) {
    sources.put(name, new SourceTicks(name, ticks, !name.equals("publish"), silent));
  }

  AlertInputs inputs() {
    return new AlertInputs(
        new OfMap(), () -> List.copyOf(sources.values()), new OfScene(), new Anything());
  }

  LiveLines lines() {
    return new LiveLines(new LiveConfig(10, 10), new NoBars(), this);
  }

  /** A rule that fires at once and is resolved at once. */
  static AlertRule rule(String name, AlertCondition condition) {
    return rule(name, condition, Duration.ZERO, Duration.ZERO);
  }

  static AlertRule rule(
      String name, AlertCondition condition, Duration pendingFor, Duration keepFiringFor) {
    return new AlertRule(
        name,
        "",
        condition,
        pendingFor,
        keepFiringFor,
        AlertSeverity.WARNING,
        List.of(),
        true,
        false,
        START,
        START);
  }

  static AlertCondition above(double price) {
    return new AlertCondition.PriceLevel(SPY, Comparison.ABOVE, price);
  }

  private final class OfMap implements Readings {

    @Override
    public List<Reading> select(String name) {
      List<Reading> found = new ArrayList<>();
      readings.forEach((series, value) -> {
        if (series.equals(name) || series.startsWith(name + "{")) {
          found.add(new Reading(series, value));
        }
      });
      return found;
    }

    @Override
    public boolean knows(String name) {
      return name.startsWith("finstage_") && !name.contains("unknown");
    }
  }

  private final class OfScene implements Market {

    @Override
    public OptionalDouble price(Symbol symbol) {
      Double price = prices.get(symbol);
      return price == null ? OptionalDouble.empty() : OptionalDouble.of(price);
    }

    @Override
    public OptionalDouble volume(Symbol symbol, Interval interval) {
      return Double.isNaN(volume) ? OptionalDouble.empty() : OptionalDouble.of(volume);
    }

    @Override
    public boolean builds(Interval interval) {
      return interval != Interval.S1;
    }
  }

  private static final class Anything implements Texts {

    @Override
    public Optional<Complaint> indicator(String text, String output) {
      return text.contains("nonsense")
          ? Optional.of(new Complaint("indicator", "is no indicator"))
          : Optional.empty();
    }

    @Override
    public Optional<Complaint> signal(String text) {
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
