package io.finstage.server.api.ws;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.finstage.server.hub.Batch;
import io.finstage.server.hub.PriceUpdate;
import io.finstage.server.hub.Update;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Updates as complete WebSocket text frames, written by hand because every tick passes here. Says
 * the same as {@link JsonText}; a test holds the two together.
 *
 * <p>The frame of a plain update is made once and shared by all subscribers. A snapshot or a
 * conflated update is the same bytes with the two flags exchanged and another header. Nothing needs
 * escaping: a symbol is plain ASCII. Stateless.
 */
final class JsonFrames {

  private static final byte[] BEFORE_SYMBOL = ascii("{\"type\":\"price_update\",\"symbol\":\"");
  private static final byte[] BEFORE_SEQUENCE = ascii("\",\"sequence\":");
  private static final byte[] PLAIN_FLAGS = ascii(",\"snapshot\":false,\"conflated\":0");
  private static final byte[] SNAPSHOT_FLAG = ascii(",\"snapshot\":true,\"conflated\":");
  private static final byte[] NO_SNAPSHOT_FLAG = ascii(",\"snapshot\":false,\"conflated\":");
  private static final byte[] DATA = ascii(",\"data\":{");
  private static final byte[] TIMESTAMP = ascii("},\"timestamp\":\"");
  private static final byte[] RECEIVED_AT = ascii("\",\"received_at\":\"");
  private static final byte[] END = ascii("\"}");
  private static final int FRAME_BYTES = 320;

  private JsonFrames() {}

  /** Appends the update as one frame. */
  static void append(PriceUpdate update, boolean snapshot, long conflated, Batch batch) {
    byte[] plain = update.encoded(Update.Encoding.JSON_FRAME, JsonFrames::plain);
    if (!snapshot && conflated == 0) {
      batch.append(plain);
      return;
    }
    byte[] flag = snapshot ? SNAPSHOT_FLAG : NO_SNAPSHOT_FLAG;
    int start = Frames.payload(plain, 0);
    int flags =
        start
            + BEFORE_SYMBOL.length
            + update.symbol().value().length()
            + BEFORE_SEQUENCE.length
            + digits(update.sequence());
    int rest = flags + PLAIN_FLAGS.length;
    int length = plain.length - start - PLAIN_FLAGS.length + flag.length + digits(conflated);
    Frames.header(Frames.TEXT, length, batch);
    batch.append(plain, start, flags - start);
    batch.append(flag);
    number(conflated, batch);
    batch.append(plain, rest, plain.length - rest);
  }

  private static byte[] plain(Update any) {
    PriceUpdate update = (PriceUpdate) any;
    Batch text = new Batch(FRAME_BYTES);
    text.append(BEFORE_SYMBOL);
    text(update.symbol().value(), text);
    text.append(BEFORE_SEQUENCE);
    number(update.sequence(), text);
    text.append(PLAIN_FLAGS);
    text.append(DATA);
    boolean first = field("\"price\":", update.price(), true, text);
    first = field("\"size\":", update.size(), first, text);
    first = field("\"bid\":", update.bid(), first, text);
    var _ = field("\"ask\":", update.ask(), first, text);
    text.append(TIMESTAMP);
    time(update.timestamp(), text);
    text.append(RECEIVED_AT);
    time(update.receivedAt(), text);
    text.append(END);
    return frame(text);
  }

  /** The text as the only frame of a message. */
  static byte[] frame(Batch text) {
    int start = Frames.headerBefore(Batch.HEADROOM, Frames.TEXT, text.length(), text.array());
    byte[] frame = new byte[text.end() - start];
    System.arraycopy(text.array(), start, frame, 0, frame.length);
    return frame;
  }

  /** Appends a value that is known; tells whether the next one is still the first. */
  private static boolean field(String name, double value, boolean first, Batch text) {
    if (Double.isNaN(value)) {
      return first;
    }
    if (!first) {
      text.append(',');
    }
    text(name, text);
    text(JsonText.number(value), text);
    return false;
  }

  /** RFC 3339 in UTC with 0, 3, 6 or 9 digits of a second, as {@link Instant#toString} has it. */
  static void time(Instant at, Batch text) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9999) {
      text(at.toString(), text);
      return;
    }
    padded(utc.getYear(), 1000, text);
    text.append('-');
    padded(utc.getMonthValue(), 10, text);
    text.append('-');
    padded(utc.getDayOfMonth(), 10, text);
    text.append('T');
    padded(utc.getHour(), 10, text);
    text.append(':');
    padded(utc.getMinute(), 10, text);
    text.append(':');
    padded(utc.getSecond(), 10, text);
    int nanos = at.getNano();
    if (nanos != 0) {
      text.append('.');
      if (nanos % 1_000_000 == 0) {
        padded(nanos / 1_000_000, 100, text);
      } else if (nanos % 1_000 == 0) {
        padded(nanos / 1_000, 100_000, text);
      } else {
        padded(nanos, 100_000_000, text);
      }
    }
    text.append('Z');
  }

  private static void padded(int value, int highest, Batch text) {
    for (int unit = highest; unit > 0; unit /= 10) {
      text.append('0' + value / unit % 10);
    }
  }

  static void number(long value, Batch text) {
    long unit = 1;
    for (int i = digits(value); i > 1; i--) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      text.append((int) ('0' + value / unit % 10));
    }
  }

  /** Digits of a number that is not negative. */
  static int digits(long value) {
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  static void text(String ascii, Batch text) {
    for (int i = 0; i < ascii.length(); i++) {
      text.append(ascii.charAt(i));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
