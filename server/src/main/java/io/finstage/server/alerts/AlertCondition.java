package io.finstage.server.alerts;

import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Duration;

/** When a rule's alert is due. */
public sealed interface AlertCondition {

  /** Shortest and longest span over which a reading's rate is taken. */
  Duration RATE_WINDOW_MIN = Duration.ofSeconds(2);

  Duration RATE_WINDOW_MAX = Duration.ofHours(1);

  /** Shortest and longest span of a price's move, and of silence. */
  Duration SPAN_MIN = Duration.ofSeconds(1);

  Duration SPAN_MAX = Duration.ofHours(24);

  /** Stands for every source that the server itself connects to. */
  String ALL_SOURCES = "*";

  /**
   * A reading is above or below a value.
   *
   * @param reading its name; without labels it stands for all of its series
   * @param value finite
   */
  record Threshold(String reading, Comparison comparison, double value) implements AlertCondition {
    public Threshold {
      finite("value", value);
    }
  }

  /**
   * A reading rises faster or slower than a value.
   *
   * @param window over how long the change is taken
   * @param perSecond change per second; finite
   */
  record RateOfChange(String reading, Duration window, Comparison comparison, double perSecond)
      implements AlertCondition {
    public RateOfChange {
      within("window", window, RATE_WINDOW_MIN, RATE_WINDOW_MAX);
      finite("per_second", perSecond);
    }
  }

  /** A reading is not there, or has not changed. */
  record ReadingAbsence(String reading, Duration duration) implements AlertCondition {
    public ReadingAbsence {
      within("duration", duration, SPAN_MIN, SPAN_MAX);
    }
  }

  /**
   * A source has emitted nothing, though it should.
   *
   * @param source its name, or {@link #ALL_SOURCES}
   */
  record SourceAbsence(String source, Duration duration) implements AlertCondition {
    public SourceAbsence {
      within("duration", duration, SPAN_MIN, SPAN_MAX);
    }
  }

  /** The last price of a symbol is above or below a price. */
  record PriceLevel(Symbol symbol, Comparison comparison, double price) implements AlertCondition {
    public PriceLevel {
      if (!(price > 0 && Double.isFinite(price))) {
        throw new IllegalArgumentException("price must be positive and finite, not " + price);
      }
    }
  }

  /**
   * The price of a symbol has moved, against any price in the window.
   *
   * @param percent above 0: up by at least that; below 0: down by at least that
   */
  record PercentMove(Symbol symbol, Duration window, double percent) implements AlertCondition {
    public PercentMove {
      within("window", window, SPAN_MIN, SPAN_MAX);
      if (percent == 0 || !Double.isFinite(percent)) {
        throw new IllegalArgumentException("percent must be finite and not 0, not " + percent);
      }
    }
  }

  /**
   * A live indicator of a symbol is above or below a value.
   *
   * @param indicator short text
   * @param output which of its lines; the first when empty
   */
  record IndicatorLevel(
      Symbol symbol,
      Interval interval,
      String indicator,
      String output,
      Comparison comparison,
      double value)
      implements AlertCondition {
    public IndicatorLevel {
      finite("value", value);
    }
  }

  /** A signal of a symbol happens, at a bar that closes. */
  record SignalSeen(Symbol symbol, Interval interval, String signal) implements AlertCondition {}

  /** The volume of a symbol's newest bar, forming or closed, is above a value. */
  record VolumeLevel(Symbol symbol, Interval interval, double above) implements AlertCondition {
    public VolumeLevel {
      if (!(above >= 0 && Double.isFinite(above))) {
        throw new IllegalArgumentException("above must be finite and not negative, not " + above);
      }
    }
  }

  private static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, not " + value);
    }
  }

  private static void within(String name, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          name + " must be " + min + " to " + max + ", not " + value);
    }
  }
}
