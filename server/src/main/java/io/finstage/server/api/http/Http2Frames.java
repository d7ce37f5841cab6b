package io.finstage.server.api.http;

/**
 * Follows the bytes of an HTTP/2 connection just far enough to know whether a frame, a header block
 * (HEADERS and its CONTINUATIONs) or the connection preface with its SETTINGS is still incomplete:
 * RFC 9113, sections 3.4, 4.1 and 4.3. Costs a few operations per frame, none per byte of payload.
 * Not thread-safe.
 */
final class Http2Frames {

  private static final int PREFACE_BYTES = 24;
  private static final int HEADER_BYTES = 9;
  private static final int TYPE_HEADERS = 1;
  private static final int TYPE_CONTINUATION = 9;
  private static final int FLAG_END_HEADERS = 0x4;

  private int prefaceLeft = PREFACE_BYTES;
  private final byte[] header = new byte[HEADER_BYTES];
  private int headerFilled;
  private int payloadLeft;
  private boolean frameSeen;
  private boolean headersOpen;

  /**
   * Takes the next bytes in.
   *
   * @return whether something became complete in them
   */
  boolean received(byte[] bytes) {
    boolean completed = false;
    int at = Math.min(prefaceLeft, bytes.length);
    prefaceLeft -= at;
    while (at < bytes.length) {
      if (headerFilled < HEADER_BYTES) {
        header[headerFilled++] = bytes[at++];
        if (headerFilled == HEADER_BYTES) {
          startFrame();
        }
      } else {
        int taken = Math.min(payloadLeft, bytes.length - at);
        payloadLeft -= taken;
        at += taken;
      }
      if (headerFilled == HEADER_BYTES && payloadLeft == 0) {
        headerFilled = 0;
        frameSeen = true;
        completed |= !headersOpen;
      }
    }
    return completed;
  }

  /** Whether nothing is left half said. */
  boolean complete() {
    return prefaceLeft == 0 && frameSeen && headerFilled == 0 && !headersOpen;
  }

  private void startFrame() {
    payloadLeft = ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
    int type = header[3];
    if (type == TYPE_HEADERS || type == TYPE_CONTINUATION) {
      headersOpen = (header[4] & FLAG_END_HEADERS) == 0;
    }
  }
}
