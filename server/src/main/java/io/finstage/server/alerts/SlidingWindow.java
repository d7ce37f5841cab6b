package io.finstage.server.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Values of a window that moves along, in at most {@value #SLOTS} slots of equal width: of each its
 * first value, the least and the greatest. So the window is at most one slot longer than it says,
 * and takes the same room whatever its width. Not thread-safe.
 */
final class SlidingWindow {

  private static final int SLOTS = 240;

  /** A value and its time. */
  record Point(Instant at, double value) {}

  private static final class Slot {
    private final long number;
    private final Point first;
    private double min;
    private double max;
    private Instant lastAt;

    Slot(long number, Point first) {
      this.number = number;
      this.first = first;
      this.min = first.value;
      this.max = first.value;
      this.lastAt = first.at;
    }
  }

  private final Duration width;
  private final long slotMillis;

  /** Oldest first. The oldest may be older than the window: what to compare with. */
  private final Deque<Slot> slots = new ArrayDeque<>();

  SlidingWindow(Duration width) {
    this.width = width;
    this.slotMillis = Math.max(1, width.toMillis() / SLOTS);
  }

  /** Takes a value in; times must not fall. */
  void add(Instant now, double value) {
    long number = now.toEpochMilli() / slotMillis;
    Slot newest = slots.peekLast();
    if (newest == null || newest.number != number) {
      slots.addLast(new Slot(number, new Point(now, value)));
    } else {
      newest.min = Math.min(newest.min, value);
      newest.max = Math.max(newest.max, value);
      newest.lastAt = now;
    }
    Instant start = now.minus(width);
    while (slots.size() > 1 && !second().first.at.isAfter(start)) {
      slots.removeFirst();
    }
  }

  /** The least value in the window; NaN when there is none. */
  double min() {
    return slots.stream().filter(this::counts).mapToDouble(s -> s.min).min().orElse(Double.NaN);
  }

  /** The greatest value in the window; NaN when there is none. */
  double max() {
    return slots.stream().filter(this::counts).mapToDouble(s -> s.max).max().orElse(Double.NaN);
  }

  /** A value from the window's start or a little before; empty until that long was seen. */
  Optional<Point> start() {
    return Optional.ofNullable(slots.peekFirst())
        .map(slot -> slot.first)
        .filter(point -> !point.at.isAfter(slots.getLast().lastAt.minus(width)));
  }

  private boolean counts(Slot slot) {
    return !slot.lastAt.isBefore(slots.getLast().lastAt.minus(width));
  }

  private Slot second() {
    Iterator<Slot> oldestFirst = slots.iterator();
    oldestFirst.next();
    return oldestFirst.next();
  }
}
