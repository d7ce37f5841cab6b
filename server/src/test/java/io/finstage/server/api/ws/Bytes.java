package io.finstage.server.api.ws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Frames as a client sends them, right and wrong ones. */
final class Bytes {

  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private Bytes() {}

  /** A masked, final frame. */
  static byte[] frame(int opcode, byte[] payload) {
    return frame(true, opcode, payload);
  }

  /** A masked frame. */
  static byte[] frame(boolean fin, int opcode, byte[] payload) {
    return raw((fin ? 0x80 : 0) | opcode, true, payload.length, payload);
  }

  static byte[] text(String text) {
    return frame(Frames.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A Close frame. */
  static byte[] close(int code, byte[] reason) {
    return frame(Frames.CLOSE, concat(new byte[] {(byte) (code >>> 8), (byte) code}, reason));
  }

  /** A frame whose first byte and claimed length are free. */
  static byte[] raw(int first, boolean masked, long claimed, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int bit = masked ? 0x80 : 0;
    out.write(first);
    if (claimed < 126) {
      out.write(bit | (int) claimed);
    } else if (claimed <= 0xFFFF) {
      out.write(bit | 126);
      out.write((int) claimed >>> 8);
      out.write((int) claimed);
    } else {
      out.write(bit | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) (claimed >>> shift));
      }
    }
    if (masked) {
      out.writeBytes(MASK);
    }
    for (int i = 0; i < payload.length; i++) {
      out.write(masked ? payload[i] ^ MASK[i & 3] : payload[i]);
    }
    return out.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
