package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.bars.Bars;
import io.finstage.server.bars.BarsConfig;
import io.finstage.server.bars.TemporaryBars;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.Delivery;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Gap;
import io.finstage.server.hub.HubConfig;
import io.finstage.server.hub.Outlet;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.hub.SubscribeRequest;
import io.finstage.server.hub.Update;
import io.finstage.server.hub.Wire;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Bars on their way from a source to a subscriber of the hub. */
class BarTopicsIT {

  private static final Symbol SPY = new Symbol("SPY");
  private static final Instant START = Instant.parse("2013-10-07T13:30:00Z");
  private static final Aspect MINUTES = new Aspect.Bars(Interval.M1, false);

  /** Remembers what it is told. */
  private static final class Heard implements Outlet {
    final List<Update> updates = new CopyOnWriteArrayList<>();
    final List<Event> events = new CopyOnWriteArrayList<>();

    @Override
    public Wire wire() {
      return Wire.GRPC;
    }

    @Override
    public void append(Update update, boolean snapshot, long conflated, Batch batch) {
      updates.add(update);
      batch.append(1);
    }

    @Override
    public void append(Event event, Batch batch) {
      events.add(event);
      batch.append(1);
    }

    @Override
    public void write(Batch batch) {
      batch.clear();
    }

    @Override
    public void end(CloseReason reason) {}

    @Override
    public void abort(CloseReason reason) {}
  }

  @Test
  void whatASourceLostIsToldToWhoListensToItsBars() throws Exception {
    InstantSource clock = InstantSource.system();
    try (TemporaryBars temporary = new TemporaryBars();
        PriceHub hub = new PriceHub(HubConfig.defaults(), clock, "epoch");
        Bars bars = new Bars(BarsConfig.defaults(), temporary.store(), clock)) {
      new BarTopics(hub, bars).start();
      bars.start();
      HubSink sink = new HubSink(hub, bars, new SymbolSources(), "source");
      Heard heard = new Heard();
      hub.join(heard, new Event.Message("welcome"))
          .orElseThrow()
          .subscribe(
              new SubscribeRequest(
                  "1", List.of(MINUTES), List.of("SPY"), Delivery.EVERY, true, null));
      assertThat(sink.accept(new Trade(SPY, 10, 1, START), clock.instant())).isEmpty();
      Awaitility.await().until(() -> !heard.updates.isEmpty());
      sink.gap(SPY);
      Awaitility.await().until(() -> heard.events.stream().anyMatch(Gap.class::isInstance));

      assertThat(heard.events).contains(new Gap(MINUTES.of(SPY), 2, 2, Gap.Cause.UPSTREAM));
    }
  }
}
