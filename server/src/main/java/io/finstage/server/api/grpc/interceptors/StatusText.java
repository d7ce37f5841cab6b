package io.finstage.server.api.grpc.interceptors;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Status descriptions as {@code grpc-message} carries them: percent-encoded UTF-8. Helidon sends
 * them as they are, and a character that HTTP/2 headers cannot hold then costs the whole trailer.
 */
final class StatusText {

  /**
   * Longest description; what is longer is cut. Nine bytes a character stay below the 4 KB of
   * HPACK's table: Helidon 4.5.0 never comes back from a field that is larger than that.
   */
  static final int LENGTH_MAX = 440;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private StatusText() {}

  static String encode(String description) {
    String text =
        description.length() > LENGTH_MAX
            ? description.substring(0, LENGTH_MAX) + "..."
            : description;
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b >= ' ' && b < 0x7F && b != '%' && !isOuterSpace(bytes, i)) {
        encoded.append((char) b);
      } else {
        encoded.append('%');
        HEX.toHexDigits(encoded, b);
      }
    }
    return encoded.toString();
  }

  /** HTTP/2 forbids a value that begins or ends with a space (RFC 9113, 8.2.1). */
  private static boolean isOuterSpace(byte[] bytes, int i) {
    return bytes[i] == ' ' && (i == 0 || i == bytes.length - 1);
  }
}
