package io.finstage.server.alerts;

import io.finstage.server.analysis.LiveBars;
import io.finstage.server.analysis.LiveConfig;
import io.finstage.server.analysis.LiveIndicators;
import io.finstage.server.analysis.LiveListener;
import io.finstage.server.analysis.SignalEvent;
import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The newest values of the indicators, and the signals, that rules look at: one computation per
 * line, however many rules. Free where there is no such rule. {@link #changed} is for who builds
 * bars, {@link #open} and the close of what it returns for one thread at a time.
 */
public final class LiveLines implements AutoCloseable {

  private record Key(Symbol symbol, Interval interval, String text) {}

  private final LiveIndicators<Line> live;
  private final Map<Key, Line> open = new HashMap<>();

  /** One of them. Written by the thread that computes. */
  final class Line {

    private final Key key;
    private int users;
    private volatile Map<String, Double> values = Map.of();
    private volatile String first = "";
    private volatile long signals;

    private Line(Key key) {
      this.key = key;
    }

    /** The newest value of an output, the first one when empty; empty while there is none. */
    OptionalDouble value(String output) {
      Double value = values.get(output.isEmpty() ? first : output);
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** How often it has happened since it was opened. */
    long signals() {
      return signals;
    }

    void close() {
      users--;
      if (users == 0) {
        open.remove(key);
        live.close(key.symbol, key.interval, key.text, false);
      }
    }
  }

  private static final class Newest implements LiveListener<Line> {

    @Override
    public void values(
        Line line,
        boolean opening,
        Instant openAt,
        boolean closed,
        boolean warmingUp,
        List<String> outputs,
        double[] values,
        Instant receivedAt) {
      Map<String, Double> newest = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        if (Double.isFinite(values[i])) {
          newest.put(outputs.get(i), values[i]);
        }
      }
      line.first = outputs.getFirst();
      line.values = newest;
    }

    // Only the thread that computes writes it.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    @Override
    public void signal(Line line, boolean opening, SignalEvent event, Instant receivedAt) {
      if (!opening) {
        line.signals++;
      }
    }
  }

  /** Not started yet. */
  public LiveLines(LiveConfig config, LiveBars bars, InstantSource clock) {
    this.live = new LiveIndicators<>(config, bars, new Newest(), clock);
  }

  public void start() {
    live.start();
  }

  /**
   * A bar changed. Does not wait; see {@link LiveIndicators#changed}.
   *
   * @param receivedAt when this server took in what changed it
   */
  public void changed(
      Symbol symbol, Interval interval, Bar bar, boolean closed, Instant receivedAt) {
    live.changed(symbol, interval, bar, closed, receivedAt);
  }

  /** From now on the line is computed, until it was closed as often as opened. */
  Line open(Symbol symbol, Interval interval, String text) {
    Key key = new Key(symbol, interval, text);
    Line line = open.get(key);
    if (line == null) {
      line = new Line(key);
      open.put(key, line);
      live.open(line, symbol, interval, text, false);
    }
    line.users++;
    return line;
  }

  @Override
  public void close() {
    live.close();
  }
}
