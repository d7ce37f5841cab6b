package io.finstage.server.metrics.machine;

/**
 * Share of the processors that were busy between two looks. What a processor does is counted in
 * ticks by kind, which only rise; what it did in between is their difference.
 */
final class CpuShare {

  private CpuShare() {}

  /**
   * In percent, 0 to 100; NaN when no tick has passed.
   *
   * @param before ticks by kind
   * @param after the same, later
   * @param idle which kinds are idleness
   */
  static double percent(long[] before, long[] after, int... idle) {
    long all = 0;
    for (int kind = 0; kind < after.length; kind++) {
      all += after[kind] - before[kind];
    }
    long idled = 0;
    for (int kind : idle) {
      idled += after[kind] - before[kind];
    }
    return all <= 0 ? Double.NaN : Math.clamp(100.0 * (all - idled) / all, 0, 100);
  }
}
