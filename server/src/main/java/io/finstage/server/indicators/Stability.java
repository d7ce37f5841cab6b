package io.finstage.server.indicators;

/** What a value depends on. */
public enum Stability {
  /** On a fixed number of bars, without rounding that builds up. */
  EXACT,
  /** On a fixed number of bars. */
  FINITE,
  /** On all bars since the start; the start's influence fades. */
  RECURSIVE,
  /** On all bars since the start, for ever: sums, trailing stops. */
  PATH_DEPENDENT
}
