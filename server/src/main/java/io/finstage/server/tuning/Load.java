package io.finstage.server.tuning;

import java.util.List;

/**
 * What a part says of its work at one moment. Counts only rise.
 *
 * @param bounds upper bounds of the times of completions, in seconds, rising
 * @param counts completions per bound, one more than bounds; not cumulated
 * @param failed those of them that ended badly
 * @param inFlight at work now
 * @param waiting for a place now
 */
public record Load(
    List<Double> bounds, List<Long> counts, long failed, long inFlight, long waiting) {

  public Load {
    bounds = List.copyOf(bounds);
    counts = List.copyOf(counts);
    if (counts.size() != bounds.size() + 1) {
      throw new IllegalArgumentException(
          "counts must be one more than bounds, not " + counts.size() + " to " + bounds.size());
    }
  }
}
