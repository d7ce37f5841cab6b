package io.finstage.server.tuning;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Many runs of one controller on one plant, each with a seed of its own. */
final class Simulation {

  static final int SEEDS = 60;
  static final int NEVER = 999;

  private static final int WINDOWS = 200;
  private static final int STEADY_FROM = 40;
  private static final int LOOK_AHEAD = 6;
  private static final int OF_THEM = 4;
  private static final double REACHED = 0.9;

  /** Scores of every window, as shares of the best there was then. */
  private final List<double[]> runs;

  private final int[] from;

  private Simulation(List<double[]> runs, int[] from) {
    this.runs = runs;
    this.from = from;
  }

  /** On a plant that stays as it is. */
  static Simulation of(Plant plant, double noise, Supplier<Controller> controller) {
    int[] from = new int[SEEDS];
    return new Simulation(runs(plant, plant, from, noise, controller), from);
  }

  /** On a plant that becomes another, at a window of its own in every run. */
  static Simulation shift(
      Plant before, Plant after, double noise, Supplier<Controller> controller) {
    int[] from = IntStream.range(0, SEEDS).map(seed -> 100 + seed % 12).toArray();
    return new Simulation(runs(before, after, from, noise, controller), from);
  }

  /**
   * Windows until the setting is at 90 % of the best and stays: four of the six windows from there
   * on are, so that one probe may miss. Of 100 runs, 95 needed at most so many.
   */
  int reachedP95() {
    int[] reached = IntStream.range(0, SEEDS).map(this::reached).sorted().toArray();
    return reached[(int) Math.ceil(0.95 * SEEDS) - 1];
  }

  /** Mean share of the best from window 40 on. */
  double steadyMean() {
    return mean(STEADY_FROM);
  }

  /** Mean share of the best, the first windows included. */
  double mean() {
    return mean(0);
  }

  private double mean(int begin) {
    return runs.stream()
        .flatMapToDouble(run -> Arrays.stream(run, begin, WINDOWS))
        .average()
        .orElseThrow();
  }

  private int reached(int seed) {
    double[] run = runs.get(seed);
    return IntStream.range(from[seed], WINDOWS - LOOK_AHEAD)
        .filter(w -> run[w] >= REACHED && stays(run, w))
        .map(w -> w - from[seed])
        .findFirst()
        .orElse(NEVER);
  }

  private static boolean stays(double[] run, int w) {
    return Arrays.stream(run, w, w + LOOK_AHEAD).filter(it -> it >= REACHED).count() >= OF_THEM;
  }

  private static List<double[]> runs(
      Plant before, Plant after, int[] from, double noise, Supplier<Controller> controllers) {
    double bestBefore = before.score(before.best());
    double bestAfter = after.score(after.best());
    return IntStream.range(0, SEEDS)
        .mapToObj(seed -> {
          Random random = new Random(seed);
          Controller controller = controllers.get();
          return IntStream.range(0, WINDOWS)
              .mapToDouble(w -> {
                boolean early = w < from[seed];
                Plant plant = early ? before : after;
                int value = controller.value();
                controller.see(plant.window(value, noise, random));
                return plant.score(value) / (early ? bestBefore : bestAfter);
              })
              .toArray();
        })
        .toList();
  }
}
