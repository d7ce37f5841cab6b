package io.finstage.bench;

/**
 * A price that says when its tick was due, because an update of an indicator has no time of its
 * tick: whole cents, and as their fraction the microseconds of the minute. The average over one bar
 * gives it back.
 */
final class StampedPrice {

  /** Its values are the prices themselves. */
  static final String INDICATOR = "sma(1)";

  private static final long MINUTE_MICROS = 60_000_000;

  private StampedPrice() {}

  /** The price for a tick that is due so many microseconds after 1970. */
  static double of(int cents, long dueMicros) {
    return (cents + (dueMicros % MINUTE_MICROS + 0.5) / MINUTE_MICROS) / 100;
  }

  /** Microseconds from when the tick was due until {@code nowMicros}, up to a minute. */
  static long age(double price, long nowMicros) {
    double cents = price * 100;
    long due = (long) ((cents - Math.floor(cents)) * MINUTE_MICROS);
    return Math.floorMod(nowMicros - due, MINUTE_MICROS);
  }
}
