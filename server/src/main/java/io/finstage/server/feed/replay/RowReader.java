package io.finstage.server.feed.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream of bytes into rows and fields, in place: one buffer of a fixed size, whatever the
 * length of the file, and no object per row. Rows end with LF or CR LF, the last one may end with
 * the stream; fields are separated by commas; there is no quoting. A UTF-8 byte order mark at the
 * start is skipped. Not thread-safe.
 */
final class RowReader {

  /** What {@link #next} found. */
  enum Row {
    /** A row: its fields can be read until the next call. */
    READ,
    /** A row longer than a row may be; it was skipped. */
    TOO_LONG,
    /** No more rows. */
    END
  }

  /** Fields told apart; of a row with more, the last holds the rest. */
  static final int FIELDS_MAX = 6;

  private static final int BUFFER_MIN = 1 << 16;
  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  private final InputStream in;
  private final int rowBytesMax;
  private final byte[] buffer;
  private final int[] starts = new int[FIELDS_MAX + 1];
  private int position;
  private int limit;
  private boolean ended;
  private long line;
  private int fields;

  RowReader(InputStream in, int rowBytesMax) {
    this.in = in;
    this.rowBytesMax = rowBytesMax;
    this.buffer = new byte[Math.max(BUFFER_MIN, 2 * (rowBytesMax + 2))];
  }

  /** Goes to the next row. */
  Row next() throws IOException {
    if (line == 0) {
      skipByteOrderMark();
    }
    int end = findEnd();
    if (end < 0) {
      return Row.END;
    }
    line++;
    if (end - position > rowBytesMax + 1) {
      skipRow(end);
      return Row.TOO_LONG;
    }
    int start = position;
    position = Math.min(end + 1, limit);
    int contentEnd = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
    if (contentEnd - start > rowBytesMax) {
      return Row.TOO_LONG;
    }
    cut(start, contentEnd);
    return Row.READ;
  }

  /** Number of the row, from 1. */
  long line() {
    return line;
  }

  /** Fields of the row, at most {@link #FIELDS_MAX}; an empty row has one. */
  int fields() {
    return fields;
  }

  boolean isEmpty() {
    return fields == 1 && length(0) == 0;
  }

  byte[] bytes() {
    return buffer;
  }

  int start(int field) {
    return starts[field];
  }

  int length(int field) {
    return starts[field + 1] - 1 - starts[field];
  }

  /** A field as text: a byte is a character. */
  String text(int field) {
    return new String(buffer, start(field), length(field), StandardCharsets.ISO_8859_1);
  }

  /** Index of the LF that ends the row, or of the end of the buffered part; -1 at the end. */
  private int findEnd() throws IOException {
    int scanned = position;
    while (true) {
      for (; scanned < limit; scanned++) {
        if (buffer[scanned] == '\n') {
          return scanned;
        }
      }
      if (ended) {
        return position < limit ? limit : -1;
      }
      if (limit - position > rowBytesMax + 1) {
        return limit;
      }
      scanned -= position;
      fill();
      scanned += position;
    }
  }

  /** Drops the rest of a row that is too long. */
  private void skipRow(int seen) throws IOException {
    position = seen;
    while (true) {
      while (position < limit) {
        if (buffer[position++] == '\n') {
          return;
        }
      }
      if (ended) {
        return;
      }
      fill();
    }
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      ended = true;
    } else {
      limit += read;
    }
  }

  private void skipByteOrderMark() throws IOException {
    while (limit < BYTE_ORDER_MARK.length && !ended) {
      fill();
    }
    for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
      if (i >= limit || (buffer[i] & 0xFF) != BYTE_ORDER_MARK[i]) {
        return;
      }
    }
    position = BYTE_ORDER_MARK.length;
  }

  private void cut(int start, int end) {
    fields = 1;
    starts[0] = start;
    for (int i = start; i < end && fields < FIELDS_MAX; i++) {
      if (buffer[i] == ',') {
        starts[fields++] = i + 1;
      }
    }
    starts[fields] = end + 1;
  }
}
