package io.finstage.server.hub;

import java.util.List;

/**
 * A wish to hear no more.
 *
 * @param requestId echoed in the answer
 * @param aspects of that channel; none: with {@code *}, all of the channel
 * @param symbols as the client spelled them, or {@code *} for all
 */
public record UnsubscribeRequest(
    String requestId, Channel channel, List<Aspect> aspects, List<String> symbols) {

  public UnsubscribeRequest {
    aspects = List.copyOf(aspects);
    symbols = List.copyOf(symbols);
  }
}
