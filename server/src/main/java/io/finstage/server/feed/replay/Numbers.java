package io.finstage.server.feed.replay;

import java.nio.charset.StandardCharsets;

/**
 * Numbers read from bytes without an object on the usual way.
 *
 * <p>A decimal of at most 15 digits is an integer below 2^53 over a power of ten up to 10^22: both
 * are exact doubles, so that one division rounds correctly (W. Clinger, "How to read floating point
 * numbers accurately", 1990). Anything else goes to {@link Double#parseDouble}.
 */
final class Numbers {

  /** {@link #wholeNumber} found none. No time of ours is that small. */
  static final long NO_LONG = Long.MIN_VALUE;

  private static final int EXACT_DIGITS_MAX = 15;
  private static final int LONG_DIGITS_MAX = 18;
  private static final int TEXT_MAX = 64;
  private static final double[] POWERS = powersOfTen();

  private Numbers() {}

  /**
   * An integer of up to 18 digits, with an optional minus.
   *
   * @return {@link #NO_LONG} if it is none
   */
  static long wholeNumber(byte[] bytes, int start, int length) {
    boolean negative = length > 0 && bytes[start] == '-';
    int first = negative ? start + 1 : start;
    int end = start + length;
    if (first == end || end - first > LONG_DIGITS_MAX) {
      return NO_LONG;
    }
    long value = 0;
    for (int i = first; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return NO_LONG;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /**
   * A decimal number, with an exponent or without.
   *
   * @return NaN if it is none
   */
  static double decimal(byte[] bytes, int start, int length) {
    long value = 0;
    int digits = 0;
    int decimals = -1;
    for (int i = start; i < start + length; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
        decimals = decimals < 0 ? decimals : decimals + 1;
      } else if (bytes[i] == '.' && decimals < 0) {
        decimals = 0;
      } else {
        return rare(bytes, start, length);
      }
      if (digits > EXACT_DIGITS_MAX) {
        return rare(bytes, start, length);
      }
    }
    if (digits == 0) {
      return Double.NaN;
    }
    return decimals <= 0 ? value : value / POWERS[decimals];
  }

  private static double rare(byte[] bytes, int start, int length) {
    if (length > TEXT_MAX) {
      return Double.NaN;
    }
    for (int i = start; i < start + length; i++) {
      // parseDouble takes more than a decimal number: hexadecimal, NaN, suffixes, spaces.
      if ("0123456789+-.eE".indexOf(bytes[i]) < 0) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(new String(bytes, start, length, StandardCharsets.ISO_8859_1));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static double[] powersOfTen() {
    double[] powers = new double[EXACT_DIGITS_MAX + 1];
    double power = 1;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = power;
      power *= 10;
    }
    return powers;
  }
}
