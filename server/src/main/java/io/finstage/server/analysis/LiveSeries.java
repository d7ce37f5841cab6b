package io.finstage.server.analysis;

import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The live lines of one symbol and interval. All but {@link #inbox} is of one thread.
 *
 * @param <T> what a topic was opened with
 */
final class LiveSeries<T> {

  private static final System.Logger LOG = System.getLogger(LiveSeries.class.getName());

  final Symbol symbol;
  final Interval interval;
  final LiveInbox inbox;

  private final LiveBars source;
  private final LiveListener<T> listener;
  private final LiveConfig config;

  /** The newest closed bars, oldest first: fewer than twice {@link LiveLine#HALF}. */
  private final List<Bar> recent = new ArrayList<>();

  private final Map<String, LiveLine<T>> lines = new LinkedHashMap<>();
  private @Nullable Bar forming;

  /** The newest closed bars, for the lines that begin in this turn. */
  private @Nullable BarSeries seed;

  private boolean checked;
  private long evaluations;

  LiveSeries(
      Symbol symbol,
      Interval interval,
      LiveBars source,
      LiveListener<T> listener,
      LiveConfig config) {
    this.symbol = symbol;
    this.interval = interval;
    this.source = source;
    this.listener = listener;
    this.config = config;
    this.inbox = new LiveInbox(config.queueMax());
  }

  /** Works off what waits; returns how many values were computed. */
  long turn() {
    evaluations = 0;
    LiveInbox.Batch batch = inbox.take();
    batch.commands().forEach(this::guard);
    seed = null;
    LiveInbox.Change first = batch.closed().isEmpty() ? batch.forming() : batch.closed().getFirst();
    if (batch.lost() && first != null) {
      reload(first.receivedAt());
    } else if (batch.lost()) {
      inbox.lose();
    }
    for (LiveInbox.Change change : batch.closed()) {
      closed(change.bar(), change.receivedAt());
    }
    if (batch.forming() != null) {
      forming(batch.forming().bar(), batch.forming().receivedAt());
    }
    return evaluations;
  }

  /**
   * Somebody listens to a line: it begins with what was, and tells how things stand.
   *
   * @param fresh makes states that have seen nothing
   * @param current the bar that formed a moment ago
   */
  void open(
      T topic,
      String text,
      boolean closedOnly,
      Supplier<LiveState> fresh,
      Optional<Bar> current,
      Instant now) {
    LiveLine<T> line = lines.get(text);
    if (line == null) {
      line = new LiveLine<>(fresh);
      lines.put(text, line);
      begin(line);
    }
    if (closedOnly) {
      line.closedTopic = topic;
    } else {
      line.everyTopic = topic;
    }
    if (forming == null && current.isPresent() && isAfterRecent(current.get())) {
      forming = current.get();
    }
    tellOpening(line, topic, closedOnly, now);
  }

  /** Nobody listens to a topic any more. */
  void close(String text, boolean closedOnly) {
    LiveLine<T> line = lines.get(text);
    if (line == null) {
      return;
    }
    if (closedOnly) {
      line.closedTopic = null;
    } else {
      line.everyTopic = null;
    }
    if (line.isIdle()) {
      lines.remove(text);
    }
  }

  /** One topic that fails is not to keep the others from being opened or closed. */
  private void guard(Runnable command) {
    try {
      command.run();
    } catch (RuntimeException e) {
      inbox.lose();
      LOG.log(Level.ERROR, "a live line of " + symbol + " " + interval + " failed", e);
    }
  }

  private void begin(LiveLine<T> line) {
    BarSeries bars = seed();
    if (recent.isEmpty()) {
      fill(bars);
    }
    line.begin(older(bars), recent);
    evaluations += bars.size();
  }

  /** What a line begins with; nothing where the store fails, until it answers again. */
  private BarSeries seed() {
    BarSeries known = seed;
    if (known == null) {
      try {
        known = source.last(symbol, interval, config.warmUpBarsMax());
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "no bars to begin with; it is tried again", e);
        inbox.lose();
        double[] none = new double[0];
        known = new BarSeries(new long[0], none, none, none, none, none);
      }
      seed = known;
    }
    return known;
  }

  private void fill(BarSeries bars) {
    for (int i = Math.max(0, bars.size() - LiveLine.HALF); i < bars.size(); i++) {
      recent.add(bar(bars, i));
    }
  }

  /** The bars before the recent ones. */
  private List<Bar> older(BarSeries bars) {
    long first = recent.isEmpty() ? Long.MAX_VALUE : recent.getFirst().openAt().toEpochMilli();
    List<Bar> older = new ArrayList<>(bars.size());
    for (int i = 0; i < bars.size() && bars.openAtMillis()[i] < first; i++) {
      older.add(bar(bars, i));
    }
    return older;
  }

  private void closed(Bar bar, Instant receivedAt) {
    if (!checked) {
      checked = true;
      check(bar, receivedAt);
    }
    if (forming != null && !forming.openAt().isAfter(bar.openAt())) {
      forming = null;
    }
    if (isAfterRecent(bar)) {
      append(bar, receivedAt);
    } else {
      correct(bar, receivedAt);
    }
  }

  /**
   * A bar may have closed after the store was read and before changes came in. By the time that the
   * next one closes, it is in the store.
   */
  private void check(Bar next, Instant receivedAt) {
    BarSeries stored = source.last(symbol, interval, LiveLine.HALF);
    for (int i = 0; i < stored.size(); i++) {
      Bar bar = bar(stored, i);
      if (!bar.openAt().isBefore(next.openAt())) {
        return;
      }
      if (isAfterRecent(bar)) {
        append(bar, receivedAt);
      } else if (isUnknown(bar)) {
        correct(bar, receivedAt);
      }
    }
  }

  /** Whether it is a hole between the recent bars. */
  private boolean isUnknown(Bar bar) {
    return bar.openAt().isAfter(recent.getFirst().openAt())
        && recent.stream().noneMatch(it -> it.openAt().equals(bar.openAt()));
  }

  private void append(Bar bar, Instant receivedAt) {
    recent.add(bar);
    for (LiveLine<T> line : lines.values()) {
      line.append(recent, (index, event) -> tellClosed(line, index, event, receivedAt));
      evaluations++;
    }
    if (recent.size() == 2 * LiveLine.HALF) {
      recent.subList(0, LiveLine.HALF).clear();
      for (LiveLine<T> line : lines.values()) {
        line.halve(recent);
      }
    }
  }

  /** A bar that was closed before is another now, or one that was not there. */
  private void correct(Bar bar, Instant receivedAt) {
    int index = 0;
    while (recent.get(index).openAt().isBefore(bar.openAt())) {
      index++;
    }
    boolean known = recent.get(index).openAt().equals(bar.openAt());
    if (known && isSame(recent.get(index), bar)) {
      return;
    }
    if (!known && index == 0) {
      // Older than all that is kept.
      reload(receivedAt);
      return;
    }
    if (known) {
      recent.set(index, bar);
    } else {
      recent.add(index, bar);
    }
    int from = index;
    for (LiveLine<T> line : lines.values()) {
      line.replay(recent, from, (at, event) -> tellClosed(line, at, event, receivedAt));
      evaluations += recent.size() - from;
    }
    if (recent.size() == 2 * LiveLine.HALF) {
      recent.subList(0, LiveLine.HALF).clear();
      lines.values().forEach(line -> line.halve(recent));
    }
    if (forming != null) {
      forming(forming, receivedAt);
    }
  }

  /** All lines begin anew with what the store has; bars that were not told yet are told. */
  private void reload(Instant receivedAt) {
    checked = false;
    BarSeries bars = source.last(symbol, interval, config.warmUpBarsMax());
    Instant last = recent.isEmpty() ? Instant.MIN : recent.getLast().openAt();
    int from = bars.size();
    while (from > 0 && bars.openAtMillis()[from - 1] > millis(last)) {
      from--;
    }
    recent.clear();
    BarSeries known = bars.slice(0, from);
    fill(known);
    for (LiveLine<T> line : lines.values()) {
      line.begin(older(known), recent);
      evaluations += from;
    }
    for (int i = from; i < bars.size(); i++) {
      append(bar(bars, i), receivedAt);
    }
  }

  private void forming(Bar bar, Instant receivedAt) {
    if (!isAfterRecent(bar)) {
      return;
    }
    forming = bar;
    for (LiveLine<T> line : lines.values()) {
      T topic = line.everyTopic;
      if (topic != null && line.now() instanceof LiveState.OfIndicator state) {
        state.peek(bar);
        evaluations++;
        tell(line, topic, false, bar, false, recent.size(), receivedAt);
      }
    }
  }

  private void tellClosed(
      LiveLine<T> line, int index, Optional<SignalEvent> event, Instant receivedAt) {
    for (T topic : topics(line)) {
      if (event.isPresent()) {
        listener.signal(topic, false, event.get(), receivedAt);
      } else {
        tell(line, topic, false, recent.get(index), true, index, receivedAt);
      }
    }
  }

  private void tellOpening(LiveLine<T> line, T topic, boolean closedOnly, Instant now) {
    SignalEvent last = line.lastEvent;
    if (last != null) {
      listener.signal(topic, true, last, now);
    }
    Bar current = forming;
    if (!(line.now() instanceof LiveState.OfIndicator state)) {
      return;
    }
    if (current != null && !closedOnly) {
      state.peek(current);
      tell(line, topic, true, current, false, recent.size(), now);
    } else if (!recent.isEmpty()) {
      // Its values may be those of a peek since then.
      line.replay(recent, recent.size() - 1, (index, event) -> {});
      tell(line, topic, true, recent.getLast(), true, recent.size() - 1, now);
    }
  }

  private void tell(
      LiveLine<T> line,
      T topic,
      boolean opening,
      Bar bar,
      boolean isClosed,
      int index,
      Instant receivedAt) {
    if (line.now() instanceof LiveState.OfIndicator state) {
      double[] values = state.values();
      boolean warmingUp = line.index(index) < state.stableFrom() || Double.isNaN(values[0]);
      listener.values(
          topic, opening, bar.openAt(), isClosed, warmingUp, state.outputs(), values, receivedAt);
    }
  }

  private List<T> topics(LiveLine<T> line) {
    T every = line.everyTopic;
    T closedOnly = line.closedTopic;
    if (every == null) {
      return closedOnly == null ? List.of() : List.of(closedOnly);
    }
    return closedOnly == null ? List.of(every) : List.of(every, closedOnly);
  }

  private boolean isAfterRecent(Bar bar) {
    return recent.isEmpty() || bar.openAt().isAfter(recent.getLast().openAt());
  }

  /** Whether indicators see no difference. */
  private static boolean isSame(Bar a, Bar b) {
    return a.openAt().equals(b.openAt())
        && a.open() == b.open()
        && a.high() == b.high()
        && a.low() == b.low()
        && a.close() == b.close()
        && a.volume() == b.volume();
  }

  private static long millis(Instant at) {
    return at.equals(Instant.MIN) ? Long.MIN_VALUE : at.toEpochMilli();
  }

  private static Bar bar(BarSeries bars, int i) {
    return new Bar(
        Instant.ofEpochMilli(bars.openAtMillis()[i]),
        bars.open()[i],
        bars.high()[i],
        bars.low()[i],
        bars.close()[i],
        bars.volume()[i],
        0);
  }
}
