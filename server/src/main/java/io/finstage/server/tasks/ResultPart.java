package io.finstage.server.tasks;

/**
 * Which bytes of a result.
 *
 * @param offset of the first, 0 or more; beyond the end there are none
 * @param bytesMax how many at most, 1 or more
 */
public record ResultPart(int offset, int bytesMax) {

  /** No result is that large. */
  private static final int MAX = 1 << 30;

  public static final ResultPart ALL = new ResultPart(0, MAX);

  public ResultPart {
    if (offset < 0 || offset > MAX || bytesMax < 1 || bytesMax > MAX) {
      throw new IllegalArgumentException("no part: " + offset + ", " + bytesMax);
    }
  }

  /** Of wider numbers, which must not be negative; 0 bytes are all of them. */
  public static ResultPart of(long offset, long bytesMax) {
    return new ResultPart(
        (int) Math.min(MAX, offset), bytesMax == 0 ? MAX : (int) Math.min(MAX, bytesMax));
  }
}
