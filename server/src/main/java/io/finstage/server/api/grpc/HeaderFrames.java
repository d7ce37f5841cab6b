package io.finstage.server.api.grpc;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import java.util.Arrays;

/**
 * Puts header blocks together from HEADERS and CONTINUATION frames and has them weighed before
 * Helidon unpacks them. Where frames come in an order that they must not, Helidon ends the
 * connection. Of one thread.
 */
final class HeaderFrames {

  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int FLAG_END_HEADERS = 0x4;
  private static final int FLAG_PADDED = 0x8;
  private static final int FLAG_PRIORITY = 0x20;
  private static final int PRIORITY_BYTES = 5;

  /** As much as one frame holds. More is a flood: the fields that it could name are refused. */
  private static final int BLOCK_BYTES_MAX = 16_384;

  /** Helidon keeps every frame until the last has come, and does not count the empty ones. */
  private static final int FRAMES_MAX = 64;

  private static final byte[] EMPTY = {};

  private final HeaderLists lists;
  private byte[] block = EMPTY;
  private int frames;
  private int openingFlags;

  HeaderFrames(HeaderLists lists) {
    this.lists = lists;
  }

  static boolean has(int type) {
    return type == HEADERS || type == CONTINUATION;
  }

  /**
   * Takes in a HEADERS or CONTINUATION frame.
   *
   * @throws Http2Exception when its block is too large, or is not HPACK
   */
  void received(int type, int flags, byte[] payload) {
    if (type == HEADERS) {
      block = EMPTY;
      frames = 0;
      openingFlags = flags;
    }
    frames++;
    if (frames > FRAMES_MAX || payload.length > BLOCK_BYTES_MAX - block.length) {
      throw new Http2Exception(Http2ErrorCode.ENHANCE_YOUR_CALM, "a header block without end");
    }
    block = block.length == 0 ? payload : joined(block, payload);
    if ((flags & FLAG_END_HEADERS) != 0) {
      weigh();
      block = EMPTY;
    }
  }

  /** Padding is at the end of the block for Helidon, even if more frames followed the first. */
  private void weigh() {
    int from = 0;
    int to = block.length;
    if ((openingFlags & FLAG_PADDED) != 0 && to > 0) {
      from++;
      to -= block[0] & 0xFF;
    }
    if ((openingFlags & FLAG_PRIORITY) != 0) {
      from += PRIORITY_BYTES;
    }
    if (from > to) {
      throw new Http2Exception(Http2ErrorCode.PROTOCOL, "more padding than there is to pad");
    }
    var _ = lists.weigh(BufferData.create(block, from, to - from));
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }
}
