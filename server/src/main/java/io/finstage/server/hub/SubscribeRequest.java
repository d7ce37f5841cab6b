package io.finstage.server.hub;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wish to hear of symbols.
 *
 * @param requestId echoed in the answer
 * @param symbols as the client spelled them, or {@code *} for all; a malformed one is answered
 *     {@code INVALID_SYMBOL} and the others go on
 * @param snapshot whether the last value of each symbol is sent first
 * @param resume where the client left off; null: from now on
 */
public record SubscribeRequest(
    String requestId,
    List<String> symbols,
    Delivery delivery,
    boolean snapshot,
    @Nullable ResumePoint resume) {

  /** Stands for every symbol. */
  public static final String ALL = "*";

  public SubscribeRequest {
    symbols = List.copyOf(symbols);
  }

  /**
   * The last sequence that a client received, by symbol.
   *
   * @param epoch the hub's life in which the sequences were given
   */
  public record ResumePoint(String epoch, Map<String, Long> sequences) {
    public ResumePoint {
      sequences = Map.copyOf(sequences);
    }
  }
}
