package io.finstage.server.tasks;

import org.jspecify.annotations.Nullable;

/** One row of an answer; columns count from 0. */
final class Row {

  private final @Nullable Object[] cells;

  Row(@Nullable Object[] cells) {
    this.cells = cells;
  }

  boolean isNull(int column) {
    return cells[column] == null;
  }

  /** 0 for null. */
  long number(int column) {
    return cells[column] instanceof Number number ? number.longValue() : 0;
  }

  /** 0 for null. */
  double real(int column) {
    return cells[column] instanceof Number number ? number.doubleValue() : 0;
  }

  /** Empty for null. */
  String text(int column) {
    return cells[column] instanceof String text ? text : "";
  }

  /** Empty for null. */
  Bytes bytes(int column) {
    return cells[column] instanceof byte[] array ? Bytes.of(array) : Bytes.EMPTY;
  }
}
