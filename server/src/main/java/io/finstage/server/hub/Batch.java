package io.finstage.server.hub;

import java.util.Arrays;

/**
 * Bytes on their way to one peer, gathered so that they leave with one write. Belongs to one thread
 * at a time and is used again for the next write.
 */
public final class Batch {

  /** Room kept free before the first byte, for a header whose length is known last. */
  public static final int HEADROOM = 16;

  private static final int KEEP_MAX = 256 * 1024;

  private final int initial;
  private byte[] bytes;
  private int end = HEADROOM;

  /**
   * @param initial bytes to start with; grows as needed
   */
  public Batch(int initial) {
    this.initial = initial + HEADROOM;
    this.bytes = new byte[this.initial];
  }

  /** Appends all of {@code source}. */
  public void append(byte[] source) {
    append(source, 0, source.length);
  }

  /** Appends {@code length} bytes of {@code source}. */
  public void append(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, bytes, end, length);
    end += length;
  }

  /** Appends one byte. */
  public void append(int value) {
    ensure(1);
    bytes[end++] = (byte) value;
  }

  /** The backing array: content starts at {@link #HEADROOM}, ends before {@link #end()}. */
  public byte[] array() {
    return bytes;
  }

  /** Index after the last byte. */
  public int end() {
    return end;
  }

  /** Bytes gathered. */
  public int length() {
    return end - HEADROOM;
  }

  public boolean isEmpty() {
    return end == HEADROOM;
  }

  /** Empties it; a buffer that one huge event has blown up is let go. */
  public void clear() {
    if (bytes.length > KEEP_MAX) {
      bytes = new byte[initial];
    }
    end = HEADROOM;
  }

  private void ensure(int more) {
    if (bytes.length - end < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
    }
  }
}
