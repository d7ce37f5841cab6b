package io.finstage.server.analysis;

import java.time.Instant;
import java.util.List;

/**
 * Who is told what live indicators and signals come to. Called by one thread, in the order of
 * events within a topic; must be quick, since all topics wait for it.
 *
 * @param <T> what a topic was opened with
 */
public interface LiveListener<T> {

  /**
   * Values of an indicator at one bar.
   *
   * @param opening whether this is how things stand with a topic that was just opened, not a change
   * @param openAt start of the bar
   * @param closed whether the bar is closed; else these are the values if it closed now
   * @param warmingUp whether the start of the series still shows, or there are no values yet
   * @param outputs names of the values
   * @param values one per output, NaN where there is none; good until this returns
   * @param receivedAt when the change came in that led to it
   */
  void values(
      T topic,
      boolean opening,
      Instant openAt,
      boolean closed,
      boolean warmingUp,
      List<String> outputs,
      double[] values,
      Instant receivedAt);

  /**
   * A signal at a bar that closed.
   *
   * @param opening whether it is the last one before the topic was opened
   * @param receivedAt when the change came in that led to it
   */
  void signal(T topic, boolean opening, SignalEvent event, Instant receivedAt);
}
