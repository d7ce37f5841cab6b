package io.finstage.server.indicators;

/** What became of a request for an indicator. */
public sealed interface Resolution {

  /** It can be computed. */
  record Ready(Recipe recipe) implements Resolution {}

  /**
   * It cannot.
   *
   * @param field what is to blame: {@code id}, {@code profile}, {@code params.period} or {@code
   *     text}
   * @param description goes on after the field's name, as in {@code must be ...}
   */
  record Problem(String field, String description) implements Resolution {}
}
