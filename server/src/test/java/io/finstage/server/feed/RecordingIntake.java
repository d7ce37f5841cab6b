package io.finstage.server.feed;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Remembers what a source reports. */
public class RecordingIntake implements Intake {

  public final List<Tick> ticks = new ArrayList<>();
  public final List<Instant> receivedAt = new ArrayList<>();
  public final List<RefusalReason> refused = new ArrayList<>();
  public final List<Symbol> gaps = new ArrayList<>();
  public boolean waited;
  private final Consumer<Tick> onTick;

  public RecordingIntake() {
    this(_ -> {});
  }

  /**
   * @param onTick called with every tick, after it was remembered
   */
  public RecordingIntake(Consumer<Tick> onTick) {
    this.onTick = onTick;
  }

  @Override
  public void accept(Tick tick, Instant at) {
    ticks.add(tick);
    receivedAt.add(at);
    onTick.accept(tick);
  }

  @Override
  public void refused(RefusalReason reason) {
    refused.add(reason);
  }

  @Override
  public void gap(Symbol symbol) {
    gaps.add(symbol);
  }

  @Override
  public void waitingForSubscriber() {
    waited = true;
  }
}
