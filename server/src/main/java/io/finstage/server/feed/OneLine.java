package io.finstage.server.feed;

/** Text of strangers made fit for a log line or an error: one line, bounded, nothing invisible. */
public final class OneLine {

  private static final int LENGTH_MAX = 120;

  private OneLine() {}

  /**
   * Keeps printable ASCII, spells the rest as {@code \}{@code uXXXX}, and cuts after {@value
   * #LENGTH_MAX} characters with an ellipsis.
   */
  public static String of(String text) {
    int end = Math.min(text.length(), LENGTH_MAX);
    StringBuilder line = new StringBuilder(end + 16);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        line.append(c);
      } else {
        line.append(String.format("\\u%04x", (int) c));
      }
    }
    return end < text.length() ? line.append("...").toString() : line.toString();
  }
}
