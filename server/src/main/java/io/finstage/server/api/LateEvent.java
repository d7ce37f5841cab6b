package io.finstage.server.api;

import io.finstage.proto.v1.StreamEvent;
import io.finstage.server.hub.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event that is worded when it is written and not when it is queued, so that a slow reader is
 * told the newest. Payload of an {@link Event.Message}.
 */
public interface LateEvent {

  /** What is to be said; null when there is nothing to say any more. Called once. */
  @Nullable StreamEvent take();

  /** The event as it is to be written; null when there is nothing to write. */
  static @Nullable Event settled(Event event) {
    if (event instanceof Event.Message(LateEvent late)) {
      StreamEvent said = late.take();
      return said == null ? null : new Event.Message(said);
    }
    return event;
  }
}
