package io.finstage.server.analysis;

import io.finstage.server.market.Bar;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One indicator or signal over the bars of one symbol and interval, and the topics that listen to
 * it. Keeps its state before the first of the recent bars, and in their middle, so that a bar that
 * is corrected costs a replay of the bars since then. Of one thread.
 *
 * <pre>
 *   bars  ... | recent: 0 1 2 ... HALF ... | forming
 *             |               |            |
 *          atStart         atMiddle       now
 * </pre>
 *
 * @param <T> what a topic was opened with
 */
final class LiveLine<T> {

  /** Recent bars between two checkpoints; twice as many are kept. */
  static final int HALF = 32;

  /** Told what the bars of a replay come to. */
  interface Told {
    /**
     * One bar was computed.
     *
     * @param index of the recent bar
     * @param event what a signal saw there; empty for indicators
     */
    void at(int index, Optional<SignalEvent> event);
  }

  /** Makes states that have seen nothing. */
  private final Supplier<LiveState> fresh;

  /** Told of every change; null when nobody listens to that. */
  @Nullable T everyTopic;

  /** Told of closed bars only; null when nobody listens to that. */
  @Nullable T closedTopic;

  /** Last signal that was seen; null before the first, and for indicators. */
  @Nullable SignalEvent lastEvent;

  /** Starts of the recent bars at which a signal was told. */
  private final Set<Long> told = new HashSet<>();

  private LiveState now;
  private LiveState atStart;
  private @Nullable LiveState atMiddle;
  private int before;

  /**
   * @param fresh makes states that have seen nothing
   */
  LiveLine(Supplier<LiveState> fresh) {
    this.fresh = fresh;
    this.now = fresh.get();
    this.atStart = now;
  }

  /** Whether nobody listens. */
  boolean isIdle() {
    return everyTopic == null && closedTopic == null;
  }

  LiveState now() {
    return now;
  }

  /** Index, since the line began, of a recent bar. */
  int index(int recent) {
    return before + recent;
  }

  /** Begins anew: {@code older} bars, then the recent ones. Nothing is told. */
  void begin(List<Bar> older, List<Bar> recent) {
    now = fresh.get();
    told.clear();
    lastEvent = null;
    for (Bar bar : older) {
      remember(now.step(bar));
    }
    before = older.size();
    atStart = now.copy();
    atMiddle = null;
    replay(recent, 0, (index, event) -> event.ifPresent(it -> told.add(it.openAtMillis())));
  }

  /** The newest of the recent bars was added; told at once. */
  void append(List<Bar> recent, Told listener) {
    int last = recent.size() - 1;
    Optional<SignalEvent> event = now.step(recent.get(last));
    remember(event);
    tell(last, event, listener);
    if (recent.size() == HALF) {
      atMiddle = now.copy();
    }
  }

  /** The first {@link #HALF} of the recent bars are gone, which are that many now. */
  void halve(List<Bar> recent) {
    atStart = atMiddle == null ? now.copy() : atMiddle;
    atMiddle = now.copy();
    before += HALF;
    long first = recent.getFirst().openAt().toEpochMilli();
    told.removeIf(at -> at < first);
  }

  /** The recent bars differ from {@code index} on; what they come to now is told. */
  void replay(List<Bar> recent, int index, Told listener) {
    LiveState middle = atMiddle;
    boolean fromMiddle = middle != null && index >= HALF;
    int i = fromMiddle ? HALF : 0;
    now = (fromMiddle && middle != null ? middle : atStart).copy();
    for (; i < recent.size(); i++) {
      Optional<SignalEvent> event = now.step(recent.get(i));
      remember(event);
      if (i >= index) {
        tell(i, event, listener);
      }
      if (i == HALF - 1) {
        atMiddle = now.copy();
      }
    }
  }

  private void tell(int index, Optional<SignalEvent> event, Told listener) {
    if (now instanceof LiveState.OfIndicator) {
      listener.at(index, event);
    } else if (event.isPresent() && told.add(event.get().openAtMillis())) {
      listener.at(index, event);
    }
  }

  private void remember(Optional<SignalEvent> event) {
    event.ifPresent(it -> lastEvent = it);
  }
}
