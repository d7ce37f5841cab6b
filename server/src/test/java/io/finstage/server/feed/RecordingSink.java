package io.finstage.server.feed;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down, in order, what a feed hands on: the symbol of a tick, or "gap" and the symbol. */
final class RecordingSink implements TickSink {

  final List<String> seen = new CopyOnWriteArrayList<>();
  private volatile Optional<RefusalReason> answer = Optional.empty();

  void refuseFromNowOn(RefusalReason reason) {
    answer = Optional.of(reason);
  }

  @Override
  public Optional<RefusalReason> accept(Tick tick, Instant receivedAt) {
    seen.add(tick.symbol().value());
    return answer;
  }

  @Override
  public void gap(Symbol symbol) {
    seen.add("gap " + symbol);
  }
}
