package io.finstage.server.bars;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** The lines of a text, none of which takes more memory than a line may. Not thread-safe. */
final class Lines {

  /** Longest line, in characters; of a longer one the rest is skipped. */
  static final int LENGTH_MAX = 1000;

  private static final int BUFFER = 1 << 16;

  private final Reader in;
  private final char[] buffer = new char[BUFFER];
  private int position;
  private int limit;
  private long number;

  Lines(Reader in) {
    this.in = in;
  }

  /** The next line without its end; at most {@link #LENGTH_MAX} + 1 of it. Empty: there is none. */
  Optional<String> next() throws IOException {
    StringBuilder line = new StringBuilder();
    boolean any = false;
    while (position < limit || fill()) {
      any = true;
      char c = buffer[position++];
      if (c == '\n') {
        break;
      }
      if (line.length() <= LENGTH_MAX && c != '\r') {
        line.append(c);
      }
    }
    number += any ? 1 : 0;
    return any ? Optional.of(line.toString()) : Optional.empty();
  }

  /** Number of the line, from 1. */
  long number() {
    return number;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }
}
