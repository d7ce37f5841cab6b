package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.Tick;
import io.finstage.server.api.PushedTicks.Refused;
import io.finstage.server.feed.RefusalReason;
import io.finstage.server.feed.TickCheck;
import io.finstage.server.feed.TickLimits;
import io.finstage.server.feed.TickSink;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishDoorTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final List<io.finstage.server.market.Tick> taken = new ArrayList<>();
  private Optional<RefusalReason> answer = Optional.empty();
  private final PublishDoor door =
      new PublishDoor(new TickCheck(TickLimits.defaults()), new Sink(), () -> NOW);

  @Test
  void aSaneTickGoesToTheSinkWithTheServersTimeWhenItHasNone() {
    assertThat(door.push(trade().build())).isEmpty();
    assertThat(taken).containsExactly(new Trade(new Symbol("SPY"), 10, 1, NOW));
    assertThat(door.reading().ticks()).isEqualTo(1);
  }

  @Test
  void aTickWithABadFieldIsRefusedWithItAndCounted() {
    assertThat(door.push(trade().setPrice(Double.NaN).build()))
        .get()
        .extracting(Refused::reason, Refused::field)
        .containsExactly("PRICE_NOT_FINITE", "price");
    assertThat(taken).isEmpty();
    assertThat(door.reading().rejected()).isEqualTo(Map.of("PRICE_NOT_FINITE", 1L));
  }

  @Test
  void aSymbolThatTheHubDoesNotTakeIsRefused() {
    answer = Optional.of(RefusalReason.UNKNOWN_SYMBOL);

    assertThat(door.push(trade().build()))
        .get()
        .extracting(Refused::reason, Refused::field)
        .containsExactly("UNKNOWN_SYMBOL", "symbol");
    assertThat(door.reading().ticks()).isZero();
  }

  private static Tick.Builder trade() {
    return Tick.newBuilder().setSymbol("SPY").setPrice(10).setSize(1);
  }

  private final class Sink implements TickSink {
    @Override
    public Optional<RefusalReason> accept(io.finstage.server.market.Tick tick, Instant receivedAt) {
      if (answer.isEmpty()) {
        taken.add(tick);
      }
      return answer;
    }

    @Override
    public void gap(Symbol symbol) {
      throw new AssertionError("nobody pushes gaps");
    }
  }
}
