package io.finstage.server.analysis;

/**
 * What live indicators are held to.
 *
 * @param warmUpBarsMax bars that one begins with, at the most; fewer where there are no more
 * @param queueMax closed bars of one symbol and interval that wait; full: they are read from the
 *     store when it is their turn
 */
public record LiveConfig(int warmUpBarsMax, int queueMax) {

  public LiveConfig {
    if (warmUpBarsMax < 1 || queueMax < 1) {
      throw new IllegalArgumentException(
          "must be positive, not " + warmUpBarsMax + " and " + queueMax);
    }
  }
}
