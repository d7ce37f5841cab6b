package io.finstage.server.tasks;

/** Who does the work: handlers of this node, or a worker. Called by the loop; must not block. */
interface Hands {

  void start(Running running);

  /** Asks it to stop; it may not listen. */
  void stop(Running running, Stop reason);
}
