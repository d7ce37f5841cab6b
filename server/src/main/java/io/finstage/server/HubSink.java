package io.finstage.server;

import io.finstage.server.bars.Bars;
import io.finstage.server.feed.RefusalReason;
import io.finstage.server.feed.TickSink;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import io.finstage.server.market.Trade;
import java.time.Instant;
import java.util.Optional;

/** What a source's ticks run into: the hub, and the bars, which only see what the hub has taken. */
record HubSink(PriceHub hub, Bars bars, SymbolSources sources, String source) implements TickSink {

  @Override
  public Optional<RefusalReason> accept(Tick tick, Instant receivedAt) {
    return switch (hub.publish(tick, receivedAt)) {
      case OK -> {
        sources.note(tick.symbol(), source);
        build(tick, receivedAt);
        yield Optional.empty();
      }
      case UNKNOWN_SYMBOL -> Optional.of(RefusalReason.UNKNOWN_SYMBOL);
      case SYMBOLS_MAX -> Optional.of(RefusalReason.SYMBOLS_MAX);
    };
  }

  @Override
  public void gap(Symbol symbol) {
    hub.upstreamGap(symbol);
    bars.gap(symbol);
  }

  private void build(Tick tick, Instant receivedAt) {
    switch (tick) {
      // A trade that finds no room is counted there: the price has been published all the same.
      case Trade trade -> {
        var _ = bars.accept(trade, receivedAt);
      }
      case Quote _ -> {}
    }
  }
}
