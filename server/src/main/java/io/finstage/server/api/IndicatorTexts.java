package io.finstage.server.api;

/** What understands the short text of an indicator or a signal. Thread-safe. */
@FunctionalInterface
public interface IndicatorTexts {

  /** What became of a text. */
  sealed interface Reading {

    /**
     * It is understood.
     *
     * @param canonical the one text of all that mean the same
     */
    record Known(String canonical) implements Reading {}

    /**
     * It is not.
     *
     * @param description goes on after the field's name, as in {@code must be ...}
     */
    record Unknown(String description) implements Reading {}
  }

  /** Reads a text that nothing is known of. */
  Reading read(String text);

  /** Understands none. */
  static IndicatorTexts none() {
    return text -> new Reading.Unknown("is not known here");
  }
}
