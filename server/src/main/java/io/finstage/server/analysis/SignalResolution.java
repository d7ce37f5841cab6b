package io.finstage.server.analysis;

/** What became of a text that should be a signal. */
public sealed interface SignalResolution {

  /** It can be watched for. */
  record Ready(SignalRule rule) implements SignalResolution {}

  /**
   * It cannot.
   *
   * @param description goes on after the field's name, as in {@code must be ...}
   */
  record Problem(String description) implements SignalResolution {}
}
