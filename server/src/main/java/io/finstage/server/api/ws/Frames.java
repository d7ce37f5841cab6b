package io.finstage.server.api.ws;

import io.finstage.server.hub.Batch;
import java.nio.charset.StandardCharsets;

/** Frames as a server sends them: never fragmented, never masked. Every function is pure. */
final class Frames {

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  /** Largest payload of a ping, a pong and a close. */
  static final int CONTROL_MAX = 125;

  private static final int FIN = 0x80;
  private static final int SHORT_MAX = 125;
  private static final int MEDIUM_MAX = 0xFFFF;

  private Frames() {}

  /** Bytes before a payload of {@code length}. */
  static int headerLength(int length) {
    return length <= SHORT_MAX ? 2 : length <= MEDIUM_MAX ? 4 : 10;
  }

  /** Appends the header of a frame whose payload follows. */
  static void header(int opcode, int length, Batch batch) {
    batch.append(FIN | opcode);
    if (length <= SHORT_MAX) {
      batch.append(length);
    } else if (length <= MEDIUM_MAX) {
      batch.append(126);
      batch.append(length >>> 8);
      batch.append(length);
    } else {
      batch.append(127);
      batch.append(new byte[4]);
      batch.append(length >>> 24);
      batch.append(length >>> 16);
      batch.append(length >>> 8);
      batch.append(length);
    }
  }

  /** Writes the header of a frame into {@code bytes} so that it ends before {@code payload}. */
  static int headerBefore(int payload, int opcode, int length, byte[] bytes) {
    int at = payload - headerLength(length);
    bytes[at] = (byte) (FIN | opcode);
    int shift = 8 * (headerLength(length) - 3);
    if (length <= SHORT_MAX) {
      bytes[at + 1] = (byte) length;
      return at;
    }
    bytes[at + 1] = (byte) (length <= MEDIUM_MAX ? 126 : 127);
    for (int i = at + 2; i < payload; i++, shift -= 8) {
      bytes[i] = (byte) ((long) length >>> shift);
    }
    return at;
  }

  /** Index of the payload of the frame that starts at {@code frame}. */
  static int payload(byte[] bytes, int frame) {
    return frame
        + switch (bytes[frame + 1] & 0x7F) {
          case 126 -> 4;
          case 127 -> 10;
          default -> 2;
        };
  }

  /** A whole frame. */
  static void append(int opcode, byte[] payload, Batch batch) {
    header(opcode, payload.length, batch);
    batch.append(payload);
  }

  /** The text as the only frame of a message. */
  static byte[] text(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    int header = headerLength(payload.length);
    byte[] frame = new byte[header + payload.length];
    var _ = headerBefore(header, TEXT, payload.length, frame);
    System.arraycopy(payload, 0, frame, header, payload.length);
    return frame;
  }

  /** A Close frame's payload; the text is cut to what fits. */
  static byte[] close(int code, String text) {
    byte[] reason = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(reason.length, CONTROL_MAX - 2);
    while (length < reason.length && (reason[length] & 0xC0) == 0x80) {
      length--;
    }
    byte[] payload = new byte[2 + length];
    payload[0] = (byte) (code >>> 8);
    payload[1] = (byte) code;
    System.arraycopy(reason, 0, payload, 2, length);
    return payload;
  }
}
