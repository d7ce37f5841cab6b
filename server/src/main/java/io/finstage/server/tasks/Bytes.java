package io.finstage.server.tasks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that do not change: a payload or a result. Equal by content. */
public final class Bytes {

  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** Not copied: the array must not be changed any more. */
  public static Bytes of(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array);
  }

  public static Bytes utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public int size() {
    return array.length;
  }

  /** Not copied: must not be changed. */
  public byte[] array() {
    return array;
  }

  /** As text in UTF-8. */
  public String text() {
    return new String(array, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return array.length + " bytes";
  }
}
