package io.finstage.server.hub;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wish to hear of symbols.
 *
 * @param requestId echoed in the answer
 * @param aspects what of each symbol; at least one, all of one channel
 * @param symbols as the client spelled them, or {@code *} for all; a malformed one is answered
 *     {@code INVALID_SYMBOL} and the others go on
 * @param snapshot whether the last value of each topic is sent first
 * @param resume where the client left off; null: from now on
 */
public record SubscribeRequest(
    String requestId,
    List<Aspect> aspects,
    List<String> symbols,
    Delivery delivery,
    boolean snapshot,
    @Nullable ResumePoint resume) {

  /** Stands for every symbol. */
  public static final String ALL = "*";

  public SubscribeRequest {
    aspects = List.copyOf(aspects);
    symbols = List.copyOf(symbols);
    if (aspects.stream().map(Aspect::channel).distinct().count() != 1) {
      throw new IllegalArgumentException("not of one channel: " + aspects);
    }
  }

  /** Of the prices. */
  public static SubscribeRequest prices(
      String requestId,
      List<String> symbols,
      Delivery delivery,
      boolean snapshot,
      @Nullable ResumePoint resume) {
    return new SubscribeRequest(
        requestId, List.of(Aspect.prices()), symbols, delivery, snapshot, resume);
  }

  /** The channel of all aspects. */
  public Channel channel() {
    return aspects.getFirst().channel();
  }

  /**
   * The last sequence that a client received, by name of the topic.
   *
   * @param epoch the hub's life in which the sequences were given
   */
  public record ResumePoint(String epoch, Map<String, Long> sequences) {
    public ResumePoint {
      sequences = Map.copyOf(sequences);
    }
  }
}
