package io.finstage.server.metrics;

/**
 * Takes readings, family by family; what it makes of them is its own. A family is started with its
 * name, then come its samples: a family comes in one piece. Labels are names and values in turn.
 */
public interface Page {

  /** Starts a family whose values only rise. Its name ends in {@code _total}. */
  Page counter(String name, String help);

  /** Starts a family whose values rise and fall. */
  Page gauge(String name, String help);

  /** Starts a family of buckets. */
  Page histogram(String name, String help);

  /** A sample of the family that was started. */
  Page sample(double value, String... labels);

  /** The buckets of one set of labels of the family that was started. */
  Page buckets(Histogram histogram, String... labels);

  /** A sample that is a whole number. */
  default Page count(long value, String... labels) {
    return sample((double) value, labels);
  }
}
