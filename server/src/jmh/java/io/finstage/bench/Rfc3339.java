package io.finstage.bench;

import java.nio.ByteBuffer;
import java.time.LocalDate;

/** Reads {@code 2026-11-22T10:00:00.000123Z} without making a string. One thread. */
final class Rfc3339 {

  private static long knownDate = -1;
  private static long knownEpochSecond;

  private Rfc3339() {}

  /** Microseconds since 1970 of the time that starts at {@code at}; digits beyond are dropped. */
  static long micros(ByteBuffer in, int at) {
    long date = digits(in, at, 4) * 10_000 + digits(in, at + 5, 2) * 100 + digits(in, at + 8, 2);
    if (date != knownDate) {
      knownEpochSecond =
          LocalDate.of((int) (date / 10_000), (int) (date / 100 % 100), (int) (date % 100))
                  .toEpochDay()
              * 86_400;
      knownDate = date;
    }
    long second =
        knownEpochSecond
            + digits(in, at + 11, 2) * 3_600
            + digits(in, at + 14, 2) * 60
            + digits(in, at + 17, 2);
    long micros = 0;
    int weight = 100_000;
    if (in.get(at + 19) == '.') {
      for (int i = at + 20; weight > 0 && in.get(i) >= '0' && in.get(i) <= '9'; i++) {
        micros += (in.get(i) - '0') * (long) weight;
        weight /= 10;
      }
    }
    return second * 1_000_000 + micros;
  }

  private static long digits(ByteBuffer in, int at, int count) {
    long value = 0;
    for (int i = at; i < at + count; i++) {
      value = value * 10 + in.get(i) - '0';
    }
    return value;
  }
}
