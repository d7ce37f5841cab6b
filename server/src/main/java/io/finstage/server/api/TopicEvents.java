package io.finstage.server.api;

import io.finstage.proto.v1.Bar;
import io.finstage.proto.v1.BarUpdate;
import io.finstage.proto.v1.IndicatorUpdate;
import io.finstage.proto.v1.SignalUpdate;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.TopicUpdate;

/**
 * Updates of bars, indicators and signals, in the words of the contract. Every function is pure.
 */
public final class TopicEvents {

  private TopicEvents() {}

  /** An update; {@code conflated} counts what was folded into it. */
  public static StreamEvent of(TopicUpdate update, boolean snapshot, long conflated) {
    StreamEvent.Builder event = StreamEvent.newBuilder();
    switch (state(update)) {
      case TopicState.OfBar state -> bar(update, state, snapshot, conflated, event);
      case TopicState.OfIndicator state -> indicator(update, state, snapshot, conflated, event);
      case TopicState.OfSignal state -> signal(update, state, snapshot, conflated, event);
    }
    return event.build();
  }

  /** What was published. */
  static TopicState state(TopicUpdate update) {
    return (TopicState) update.payload();
  }

  /** A bar as the contract has it. */
  public static Bar bar(io.finstage.server.market.Bar bar) {
    return Bar.newBuilder()
        .setOpenTime(Times.timestamp(bar.openAt()))
        .setOpen(bar.open())
        .setHigh(bar.high())
        .setLow(bar.low())
        .setClose(bar.close())
        .setVolume(bar.volume())
        .setTrades(bar.trades())
        .build();
  }

  private static void bar(
      TopicUpdate update,
      TopicState.OfBar state,
      boolean snapshot,
      long conflated,
      StreamEvent.Builder event) {
    Aspect aspect = update.topic().aspect();
    BarUpdate.Builder message =
        event
            .getBarUpdateBuilder()
            .setSymbol(update.symbol().value())
            .setInterval(Aspects.interval(aspect))
            .setSequence(update.sequence())
            .setSnapshot(snapshot)
            .setConflated(conflated)
            .setClosed(state.closed())
            .setBar(bar(state.bar()));
    if (Aspects.closedOnly(aspect)) {
      message.setClosedOnly(true);
    }
  }

  private static void indicator(
      TopicUpdate update,
      TopicState.OfIndicator state,
      boolean snapshot,
      long conflated,
      StreamEvent.Builder event) {
    Aspect aspect = update.topic().aspect();
    IndicatorUpdate.Builder message =
        event
            .getIndicatorUpdateBuilder()
            .setSymbol(update.symbol().value())
            .setInterval(Aspects.interval(aspect))
            .setIndicator(Aspects.indicator(aspect))
            .setSequence(update.sequence())
            .setSnapshot(snapshot)
            .setConflated(conflated)
            .setOpenTime(Times.timestamp(state.openAt()))
            .setClosed(state.closed())
            .setWarmingUp(state.warmingUp());
    for (int i = 0; i < state.outputs().size(); i++) {
      if (Double.isFinite(state.value(i))) {
        message.putValues(state.outputs().get(i), state.value(i));
      }
    }
    if (Aspects.closedOnly(aspect)) {
      message.setClosedOnly(true);
    }
  }

  private static void signal(
      TopicUpdate update,
      TopicState.OfSignal state,
      boolean snapshot,
      long conflated,
      StreamEvent.Builder event) {
    Aspect aspect = update.topic().aspect();
    SignalUpdate.Builder message =
        event
            .getSignalUpdateBuilder()
            .setSymbol(update.symbol().value())
            .setInterval(Aspects.interval(aspect))
            .setSignal(Aspects.indicator(aspect))
            .setSequence(update.sequence())
            .setSnapshot(snapshot)
            .setConflated(conflated)
            .setKind(state.kind())
            .setOpenTime(Times.timestamp(state.openAt()))
            .addAllValues(state.values());
    if (Aspects.closedOnly(aspect)) {
      message.setClosedOnly(true);
    }
  }
}
