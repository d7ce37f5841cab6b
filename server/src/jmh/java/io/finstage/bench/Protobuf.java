package io.finstage.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Finds its way in the bytes of a {@code StreamPricesResponse} without decoding it. */
final class Protobuf {

  /** Tag of {@code StreamPricesResponse.events}. */
  static final int EVENTS = 1 << 3 | 2;

  /** Tag of {@code StreamEvent.price_update}. */
  static final int PRICE_UPDATE = 5 << 3 | 2;

  /** Tag of {@code StreamEvent.gap}. */
  static final int GAP = 6 << 3 | 2;

  /** Tag of {@code StreamEvent.indicator_update}. */
  static final int INDICATOR_UPDATE = 12 << 3 | 2;

  private static final byte[] STAMPED = StampedPrice.INDICATOR.getBytes(StandardCharsets.US_ASCII);
  private static final int INDICATOR = 3 << 3 | 2;
  private static final int SNAPSHOT = 5 << 3;
  private static final int CLOSED = 8 << 3;
  private static final int VALUES = 10 << 3 | 2;
  private static final int DOUBLE_BYTES = 8;
  private static final int TIMESTAMP = 6 << 3 | 2;
  private static final int SECONDS = 1 << 3;
  private static final int NANOS = 2 << 3;

  private Protobuf() {}

  /**
   * The number at {@code at}, up to 31 bits, with the index after it: {@link #value}, {@link
   * #index}.
   */
  static long lengthAt(ByteBuffer in, int at) {
    int value = in.get(at);
    if (value >= 0) {
      return (long) (at + 1) << 32 | value;
    }
    value &= 0x7f;
    int i = at + 1;
    for (int shift = 7; ; shift += 7) {
      int next = in.get(i++);
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return (long) i << 32 | value;
      }
    }
  }

  static int value(long valueAndIndex) {
    return (int) valueAndIndex;
  }

  static int index(long valueAndIndex) {
    return (int) (valueAndIndex >>> 32);
  }

  /** Microseconds since 1970 of the timestamp of the event whose content starts at {@code at}. */
  static long scheduledMicros(ByteBuffer in, int at) {
    long head = lengthAt(in, at + 1);
    int i = index(head);
    int end = i + value(head);
    while (i < end) {
      int tag = in.get(i);
      long next = lengthAt(in, i + 1);
      if (tag == TIMESTAMP) {
        return micros(in, index(next), index(next) + value(next));
      }
      i = (tag & 7) == 0 ? index(next) : index(next) + value(next);
    }
    throw new IllegalStateException("no timestamp in an update");
  }

  /**
   * The {@link StampedPrice} of an update of an indicator; NaN when it is another indicator's, or
   * says nothing of a tick: a snapshot, or a bar that closed.
   */
  static double stampedPrice(ByteBuffer in, int at) {
    long head = lengthAt(in, at + 1);
    int i = index(head);
    int end = i + value(head);
    double price = Double.NaN;
    while (i < end) {
      int tag = in.get(i);
      long next = lengthAt(in, i + 1);
      if (tag == SNAPSHOT || tag == CLOSED || (tag == INDICATOR && !isStamped(in, next))) {
        return Double.NaN;
      }
      i = (tag & 7) == 0 ? index(next) : index(next) + value(next);
      if (tag == VALUES) {
        // The last field of an entry of the map, the other way round than Java's bytes.
        price = Double.longBitsToDouble(Long.reverseBytes(in.getLong(i - DOUBLE_BYTES)));
      }
    }
    return price;
  }

  private static boolean isStamped(ByteBuffer in, long lengthAndIndex) {
    if (value(lengthAndIndex) != STAMPED.length) {
      return false;
    }
    for (int i = 0; i < STAMPED.length; i++) {
      if (in.get(index(lengthAndIndex) + i) != STAMPED[i]) {
        return false;
      }
    }
    return true;
  }

  private static long micros(ByteBuffer in, int from, int end) {
    long micros = 0;
    int i = from;
    while (i < end) {
      int tag = in.get(i);
      long number = 0;
      int shift = 0;
      do {
        i++;
        number |= (in.get(i) & 0x7fL) << shift;
        shift += 7;
      } while (in.get(i) < 0);
      i++;
      micros +=
          switch (tag) {
            case SECONDS -> number * 1_000_000;
            case NANOS -> number / 1_000;
            default -> throw new IllegalStateException("not a timestamp");
          };
    }
    return micros;
  }
}
