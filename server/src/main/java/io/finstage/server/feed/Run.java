package io.finstage.server.feed;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One run of a source. Its thread writes, the supervisor reads. */
final class Run implements Intake {

  private final FeedCounts counts;
  private final EventOrder order;
  private final Runnable news;
  private final AtomicLong reported = new AtomicLong();
  private final AtomicLong handled = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private volatile boolean waiting;
  private volatile @Nullable Ending ending;

  /**
   * @param news called when the supervisor should look at once
   */
  Run(FeedCounts counts, EventOrder order, Runnable news) {
    this.counts = counts;
    this.order = order;
    this.news = news;
  }

  @Override
  public void accept(Tick tick, Instant receivedAt) {
    begin();
    int symbolsBefore = order.size();
    Optional<CheckedTick.Refused> backward = order.check(tick, receivedAt);
    if (backward.isPresent()) {
      counts.refusals().add(backward.get().reason());
    } else if (counts.deliver(tick, receivedAt)) {
      taken.lazySet(taken.getPlain() + 1);
    }
    // After the delivery: a symbol that was never named before has missed nothing.
    if (order.size() != symbolsBefore) {
      counts.name(tick.symbol());
    }
    handled.lazySet(reported.getPlain());
  }

  @Override
  public void refused(RefusalReason reason) {
    begin();
    counts.refusals().add(reason);
    handled.lazySet(reported.getPlain());
  }

  @Override
  public void gap(Symbol symbol) {
    counts.gap(symbol);
  }

  @Override
  public void waitingForSubscriber() {
    waiting = true;
    news.run();
  }

  void end(Ending how) {
    ending = how;
  }

  RunReading reading() {
    // The ending first: whoever sees it sees all that was counted before it.
    Ending how = ending;
    long done = handled.get();
    long begun = reported.get();
    return new RunReading(begun, taken.get(), begun != done, waiting, how);
  }

  private void begin() {
    long before = reported.getPlain();
    reported.lazySet(before + 1);
    if (waiting) {
      waiting = false;
      news.run();
    } else if (before == 0) {
      news.run();
    }
  }
}
