package io.finstage.server;

import io.finstage.server.feed.RefusalReason;
import io.finstage.server.feed.TickSink;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Instant;
import java.util.Optional;

/** What a source's ticks run into: the hub. */
record HubSink(PriceHub hub, SymbolSources sources, String source) implements TickSink {

  @Override
  public Optional<RefusalReason> accept(Tick tick, Instant receivedAt) {
    return switch (hub.publish(tick, receivedAt)) {
      case OK -> {
        sources.note(tick.symbol(), source);
        yield Optional.empty();
      }
      case UNKNOWN_SYMBOL -> Optional.of(RefusalReason.UNKNOWN_SYMBOL);
      case SYMBOLS_MAX -> Optional.of(RefusalReason.SYMBOLS_MAX);
    };
  }

  @Override
  public void gap(Symbol symbol) {
    hub.upstreamGap(symbol);
  }
}
