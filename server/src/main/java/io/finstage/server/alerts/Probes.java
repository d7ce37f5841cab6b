package io.finstage.server.alerts;

import io.finstage.server.alerts.AlertInputs.Reading;
import io.finstage.server.market.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the probe of a condition. Thread-safe. */
final class Probes {

  private static final double PERCENT = 100;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final AlertInputs inputs;
  private final LiveLines lines;

  Probes(AlertInputs inputs, LiveLines lines) {
    this.inputs = inputs;
    this.lines = lines;
  }

  /** Has seen nothing. */
  Probe of(AlertCondition condition, Instant now) {
    return switch (condition) {
      case AlertCondition.Threshold it -> at -> threshold(it);
      case AlertCondition.RateOfChange it -> new Rate(it);
      case AlertCondition.ReadingAbsence it ->
          new Silence(inputs.readings(), it.reading(), it.duration(), now);
      case AlertCondition.SourceAbsence it -> new Mute(inputs.sources(), it, now);
      case AlertCondition.PriceLevel it ->
          at ->
              List.of(
                  level(
                      it.symbol(),
                      inputs.market().price(it.symbol()),
                      it.comparison(),
                      it.price()));
      case AlertCondition.PercentMove it -> new Move(it);
      case AlertCondition.IndicatorLevel it -> new IndicatorProbe(lines, it);
      case AlertCondition.SignalSeen it -> new SignalProbe(lines, it);
      case AlertCondition.VolumeLevel it ->
          at ->
              List.of(
                  level(
                      it.symbol(),
                      inputs.market().volume(it.symbol(), it.interval()),
                      Comparison.ABOVE,
                      it.above()));
    };
  }

  static Sighting level(Symbol symbol, OptionalDouble value, Comparison comparison, double limit) {
    return value.isEmpty() || Double.isNaN(value.getAsDouble())
        ? Sighting.gone(symbol.value())
        : Sighting.of(
            symbol.value(), comparison.holds(value.getAsDouble(), limit), value.getAsDouble());
  }

  private List<Sighting> threshold(AlertCondition.Threshold it) {
    List<Sighting> seen = new ArrayList<>();
    for (Reading each : inputs.readings().select(it.reading())) {
      seen.add(
          Sighting.of(each.name(), it.comparison().holds(each.value(), it.value()), each.value()));
    }
    return seen;
  }

  /** How fast readings change. As many windows as there are series now. */
  private final class Rate implements Probe {

    private final AlertCondition.RateOfChange condition;
    private final Map<String, SlidingWindow> windows = new HashMap<>();

    Rate(AlertCondition.RateOfChange condition) {
      this.condition = condition;
    }

    @Override
    public List<Sighting> look(Instant now) {
      List<Reading> readings = inputs.readings().select(condition.reading());
      Set<String> names = readings.stream().map(Reading::name).collect(Collectors.toSet());
      windows.keySet().retainAll(names);
      List<Sighting> seen = new ArrayList<>();
      for (Reading each : readings) {
        SlidingWindow window =
            windows.computeIfAbsent(each.name(), name -> new SlidingWindow(condition.window()));
        window.add(now, each.value());
        window
            .start()
            .ifPresentOrElse(
                then -> seen.add(rate(each, then, now)),
                () -> seen.add(Sighting.gone(each.name())));
      }
      return seen;
    }

    private Sighting rate(Reading each, SlidingWindow.Point then, Instant now) {
      double seconds = Duration.between(then.at(), now).toMillis() / MILLIS_PER_SECOND;
      double perSecond = (each.value() - then.value()) / seconds;
      return Sighting.of(
          each.name(), condition.comparison().holds(perSecond, condition.perSecond()), perSecond);
    }
  }

  /** How far a price has moved. */
  private final class Move implements Probe {

    private final AlertCondition.PercentMove condition;
    private final SlidingWindow window;

    Move(AlertCondition.PercentMove condition) {
      this.condition = condition;
      this.window = new SlidingWindow(condition.window());
    }

    @Override
    public List<Sighting> look(Instant now) {
      String subject = condition.symbol().value();
      OptionalDouble price = inputs.market().price(condition.symbol());
      if (price.isEmpty()) {
        return List.of(Sighting.gone(subject));
      }
      window.add(now, price.getAsDouble());
      boolean up = condition.percent() > 0;
      double against = up ? window.min() : window.max();
      double percent = (price.getAsDouble() / against - 1) * PERCENT;
      boolean holds = up ? percent >= condition.percent() : percent <= condition.percent();
      return List.of(Sighting.of(subject, holds, percent));
    }
  }
}
