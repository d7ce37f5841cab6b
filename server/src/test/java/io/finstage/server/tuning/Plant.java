package io.finstage.server.tuning;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a limit is moved on, in a simulation: a closed queue in which as many requests are at work
 * as the limit allows. Completions per second follow the Universal Scalability Law (Gunther),
 *
 * <pre>
 *   X(n) = l n / (1 + s (n - 1) + k n (n - 1))
 * </pre>
 *
 * <p>the time of a request is n / X(n) in the mean (Little) and lognormal with sigma 0.35, and the
 * score is X(n) times the share of it that is within the objective.
 *
 * @param rate l: completions per second of one alone
 * @param contention s: share of the work that only one can do at a time
 * @param coherence k: what each costs every other
 * @param objective in seconds
 */
record Plant(String name, double rate, double contention, double coherence, double objective) {

  static final Bounds BOUNDS = new Bounds(1, 1000);

  private static final double SIGMA = 0.35;

  /** Quantile of the standard normal distribution at 0.99. */
  private static final double Z99 = 2.326348;

  /** The score without noise. */
  double score(int n) {
    return throughput(n) * normal((Math.log(objective) - Math.log(median(n))) / SIGMA);
  }

  /** The value with the highest score. */
  int best() {
    return IntStream.rangeClosed(BOUNDS.min(), BOUNDS.max())
        .reduce((a, b) -> score(b) > score(a) ? b : a)
        .orElseThrow();
  }

  /** What is seen in one window; the limit is always taken. */
  Window window(int n, double noise, RandomGenerator random) {
    double score = score(n) * (1 + noise * random.nextGaussian());
    double p99 = median(n) * Math.exp(Z99 * SIGMA) * (1 + noise * random.nextGaussian());
    return new Window(Math.max(0, score), Math.max(0, p99), 1);
  }

  private double throughput(int n) {
    return rate * n / (1 + contention * (n - 1) + coherence * n * (n - 1.0));
  }

  private double median(int n) {
    return n / throughput(n) / Math.exp(SIGMA * SIGMA / 2);
  }

  /** Distribution function of the standard normal: Abramowitz and Stegun, 7.1.26. */
  private static double normal(double z) {
    double x = Math.abs(z) / Math.sqrt(2);
    double t = 1 / (1 + 0.3275911 * x);
    double sum = 1.421413741 + t * (-1.453152027 + t * 1.061405429);
    double erf = 1 - t * (0.254829592 + t * (-0.284496736 + t * sum)) * Math.exp(-x * x);
    return z >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
  }
}
