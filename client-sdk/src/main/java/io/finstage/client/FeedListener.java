package io.finstage.client;

import java.util.Optional;

/**
 * Takes what a {@link PriceFeed} tells, one call at a time, on a thread of its own. A listener that
 * is slow holds up its own feed only: the server then does what the subscription's {@link Delivery}
 * says.
 */
@FunctionalInterface
public interface FeedListener {

  /** Takes one event. An exception thrown here is logged, and the feed goes on with the next. */
  void onEvent(FeedEvent event);

  /**
   * The last call.
   *
   * @param cause why the feed cannot go on; empty when it was closed
   */
  default void onEnd(Optional<FinstageException> cause) {}
}
