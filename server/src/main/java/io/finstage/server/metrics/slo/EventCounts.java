package io.finstage.server.metrics.slo;

/**
 * Events so far, both only rise.
 *
 * @param all 0 or more
 * @param bad those that were not as promised, 0 to {@code all}
 */
public record EventCounts(long all, long bad) {

  /** Nothing happened. */
  public static final EventCounts NONE = new EventCounts(0, 0);

  public EventCounts {
    if (bad < 0 || bad > all) {
      throw new IllegalArgumentException(bad + " bad events of " + all);
    }
  }

  /** Share of bad ones, 0 to 1; 0 without events. */
  double badShare() {
    return all == 0 ? 0 : (double) bad / all;
  }

  /** Both together. */
  public EventCounts plus(EventCounts more) {
    return new EventCounts(all + more.all, bad + more.bad);
  }

  /** What came since {@code earlier}; nothing where a count has fallen. */
  EventCounts since(EventCounts earlier) {
    long more = Math.max(0, all - earlier.all);
    return new EventCounts(more, Math.clamp(bad - earlier.bad, 0, more));
  }
}
