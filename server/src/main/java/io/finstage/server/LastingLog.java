package io.finstage.server;

import java.util.logging.LogManager;

/**
 * The JDK's logging empties itself as soon as the process begins to stop, and what the server says
 * on its way down would be lost. This one never empties itself: the process ends with its log.
 * Public because the JDK makes it by name.
 */
public final class LastingLog extends LogManager {

  /** Used by the JDK. */
  public LastingLog() {}

  @Override
  public void reset() {}
}
