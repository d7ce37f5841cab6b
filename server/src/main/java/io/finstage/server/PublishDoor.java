package io.finstage.server;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.Tick;
import io.finstage.server.api.PushedTicks;
import io.finstage.server.feed.CheckedTick;
import io.finstage.server.feed.RawTick;
import io.finstage.server.feed.RefusalCounts;
import io.finstage.server.feed.RefusalReason;
import io.finstage.server.feed.TickCheck;
import io.finstage.server.feed.TickSink;
import io.finstage.server.metrics.FeedReading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Ticks that other programs push in: checked, counted, and on into the hub. Thread-safe. */
final class PublishDoor implements PushedTicks {

  /** Name of this way in, among the sources. */
  static final String SOURCE = "publish";

  private final TickCheck check;
  private final TickSink sink;
  private final InstantSource clock;
  private final LongAdder taken = new LongAdder();
  private final RefusalCounts refusals = new RefusalCounts();

  PublishDoor(TickCheck check, TickSink sink, InstantSource clock) {
    this.check = check;
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public Optional<Refused> push(Tick tick) {
    Instant now = clock.instant();
    return switch (check.check(raw(tick), now)) {
      case CheckedTick.Accepted accepted ->
          sink.accept(accepted.tick(), now)
              .map(reason -> refused(reason, "symbol", describe(reason, tick)))
              .or(this::accepted);
      case CheckedTick.Refused refused ->
          Optional.of(refused(refused.reason(), refused.field(), refused.description()));
    };
  }

  /** Readings of now. */
  FeedReading reading() {
    Map<String, Long> rejected =
        refusals.reading().entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
    return new FeedReading(
        SOURCE,
        FeedReading.State.EMITTING,
        Optional.empty(),
        taken.sum(),
        rejected,
        "open to other programs");
  }

  private Optional<Refused> accepted() {
    taken.increment();
    return Optional.empty();
  }

  private Refused refused(RefusalReason reason, String field, String description) {
    refusals.add(reason);
    return new Refused(reason.name(), field, description);
  }

  private static String describe(RefusalReason reason, Tick tick) {
    return reason == RefusalReason.SYMBOLS_MAX
        ? "the server knows as many symbols as it may (hub.symbols-max), and not "
            + tick.getSymbol()
        : "the configuration fixes the symbols, and this is none of them: " + tick.getSymbol();
  }

  private static RawTick raw(Tick tick) {
    Timestamp at = tick.getTimestamp();
    return new RawTick(
        tick.getSymbol(),
        tick.hasPrice() ? tick.getPrice() : null,
        tick.hasSize() ? tick.getSize() : null,
        tick.hasBid() ? tick.getBid() : null,
        tick.hasAsk() ? tick.getAsk() : null,
        tick.hasTimestamp() ? at.getSeconds() : null,
        at.getNanos());
  }
}
