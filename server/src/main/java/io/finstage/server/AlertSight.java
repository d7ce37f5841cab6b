package io.finstage.server;

import io.finstage.server.alerts.AlertInputs;
import io.finstage.server.alerts.AlertInputs.Complaint;
import io.finstage.server.alerts.AlertInputs.Market;
import io.finstage.server.alerts.AlertInputs.SourceTicks;
import io.finstage.server.alerts.AlertInputs.Texts;
import io.finstage.server.analysis.SignalParser;
import io.finstage.server.analysis.SignalResolution;
import io.finstage.server.bars.Bars;
import io.finstage.server.bars.BarsConfig;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Resolution;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.metrics.FeedReading;
import io.finstage.server.metrics.ReadingBoard;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** What alert rules look at, from the parts that have it. Thread-safe. */
final class AlertSight {

  private AlertSight() {}

  /**
   * All of it.
   *
   * @param sources those that the server connects to, and the door for who publishes
   */
  static AlertInputs of(
      ReadingBoard board,
      Supplier<List<FeedReading>> sources,
      PriceHub hub,
      Bars bars,
      BarsConfig built) {
    return new AlertInputs(
        new OfBoard(board),
        () -> sources.get().stream().map(AlertSight::source).toList(),
        new OfMarket(hub, bars, built),
        new OfCatalog());
  }

  private static SourceTicks source(FeedReading it) {
    boolean silent =
        switch (it.state()) {
          case FINISHED, WAITING_FOR_SUBSCRIBER, CLOSED -> true;
          case CONNECTING, EMITTING, MUTE, BACKING_OFF, FAILED -> false;
        };
    return new SourceTicks(
        it.source(), it.ticks(), !it.source().equals(PublishDoor.SOURCE), silent);
  }

  private record OfBoard(ReadingBoard board) implements AlertInputs.Readings {

    @Override
    public List<AlertInputs.Reading> select(String name) {
      return board.select(name).stream()
          .map(it -> new AlertInputs.Reading(it.name(), it.value()))
          .toList();
    }

    @Override
    public boolean knows(String name) {
      return board.knows(name);
    }
  }

  private record OfMarket(PriceHub hub, Bars bars, BarsConfig built) implements Market {

    @Override
    public OptionalDouble price(Symbol symbol) {
      return hub.lastValue(symbol).stream()
          .mapToDouble(it -> Double.isNaN(it.price()) ? (it.bid() + it.ask()) / 2 : it.price())
          .filter(Double::isFinite)
          .findFirst();
    }

    @Override
    public OptionalDouble volume(Symbol symbol, Interval interval) {
      return bars.current(symbol, interval).stream()
          .mapToDouble(change -> change.bar().volume())
          .findFirst();
    }

    @Override
    public boolean builds(Interval interval) {
      return built.enabled() && built.intervals().contains(interval);
    }
  }

  private static final class OfCatalog implements Texts {

    private static final String INDICATOR = "indicator";

    @Override
    public Optional<Complaint> indicator(String text, String output) {
      if (SignalParser.isSignal(text)) {
        return Optional.of(new Complaint(INDICATOR, "must be an indicator, and is a signal"));
      }
      return switch (Indicators.resolve(text)) {
        case Resolution.Problem(String field, String description) ->
            Optional.of(
                new Complaint(
                    INDICATOR, field.isEmpty() ? description : field + " " + description));
        case Resolution.Ready(var recipe) -> {
          List<String> names = recipe.descriptor().outputs().stream().map(it -> it.name()).toList();
          yield output.isEmpty() || names.contains(output)
              ? Optional.empty()
              : Optional.of(new Complaint("output", "must be one of " + String.join(", ", names)));
        }
      };
    }

    @Override
    public Optional<Complaint> signal(String text) {
      if (!SignalParser.isSignal(text)) {
        return Optional.of(
            new Complaint("signal", "must be a signal, as in crosses_above(ema(9),ema(21))"));
      }
      return switch (SignalParser.parse(text)) {
        case SignalResolution.Problem(String description) ->
            Optional.of(new Complaint("signal", description));
        case SignalResolution.Ready _ -> Optional.empty();
      };
    }
  }
}
