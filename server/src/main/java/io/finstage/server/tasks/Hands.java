package io.finstage.server.tasks;

import java.time.Instant;

/** Who does the work: handlers of this node, or a worker. Called by the loop; must not block. */
interface Hands {

  /** Looks whether it still lives. */
  default void check(Instant now) {}

  /** There will be no more work. */
  default void end(String reason) {}

  void start(Running running);

  /** Asks it to stop; it may not listen. */
  void stop(Running running, Stop reason);
}
