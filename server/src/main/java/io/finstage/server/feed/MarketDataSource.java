package io.finstage.server.feed;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One upstream. A {@link Feed} runs it, one run at a time, on a virtual thread of its own.
 *
 * <p>A source holds nothing open between runs and gives up promptly when its thread is interrupted.
 */
public interface MarketDataSource {

  /** Short name for logs and readings: {@code simulated}, {@code replay}. */
  String name();

  /**
   * Whether its events happen now. A replay's happened long ago: how old they are says nothing, and
   * its feed has no source age.
   */
  boolean live();

  /**
   * Longest silence of a healthy run; empty if silence means nothing. The feed waits that long, or
   * its mute timeout if that is longer.
   */
  Optional<Duration> silenceMax();

  /**
   * Connects and reports what it sees until it ends. Blocks.
   *
   * @throws IOException the upstream is gone: the same as {@link Ending.Lost}
   * @throws InterruptedException the run was given up by its feed
   */
  Ending run(Intake intake) throws IOException, InterruptedException;
}
