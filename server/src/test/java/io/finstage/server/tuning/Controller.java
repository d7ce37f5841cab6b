package io.finstage.server.tuning;

import java.util.function.BiFunction;

/** What sets the limit of a plant, window by window. */
interface Controller {

  int value();

  void see(Window window);

  /** The one that is tested. */
  static Controller climb(int start, double objective) {
    HillClimb climb = new HillClimb(Plant.BOUNDS, start, objective);
    return of(
        start,
        (value, window) -> {
          climb.step(window, true);
          return climb.value();
        });
  }

  /** It never moves. */
  static Controller fixed(int value) {
    return of(value, (same, window) -> same);
  }

  /** One more per window; a tenth less when the p99 is outside the objective. */
  static Controller aimd(int start, double objective) {
    return of(
        start,
        (value, window) ->
            Plant.BOUNDS.clamp(window.p99() > objective ? value * 9L / 10 : value + 1L));
  }

  /** It decides, and nothing of it is done. */
  static Controller dryRun(int start, double objective) {
    HillClimb climb = new HillClimb(Plant.BOUNDS, start, objective);
    return of(
        start,
        (value, window) -> {
          climb.step(window, true);
          climb.decline();
          return climb.value();
        });
  }

  private static Controller of(int start, BiFunction<Integer, Window, Integer> next) {
    return new Controller() {
      private int value = start;

      @Override
      public int value() {
        return value;
      }

      @Override
      public void see(Window window) {
        value = next.apply(value, window);
      }
    };
  }
}
