package io.finstage.bench;

import java.time.Instant;
import org.HdrHistogram.Histogram;

/** What the load client counts. One thread. */
final class Tally {

  private static final long LATENCY_MAX_MICROS = 600_000_000;

  private final Histogram latencies = new Histogram(LATENCY_MAX_MICROS, 3);
  private final int sampleEvery;
  private int untilSample;
  private long deliveries;
  private long bytes;
  private long gaps;
  private long closed;

  /**
   * @param sampleEvery the time of one delivery in so many is read; prime, so that the samples walk
   *     through all places in a fan-out
   */
  Tally(int sampleEvery) {
    this.sampleEvery = sampleEvery;
    this.untilSample = sampleEvery;
  }

  /** Counts one delivery; true when its latency is to be sampled. */
  boolean delivered(int length) {
    deliveries++;
    bytes += length;
    if (--untilSample > 0) {
      return false;
    }
    untilSample = sampleEvery;
    return true;
  }

  void sample(long scheduledMicros) {
    Instant now = Instant.now();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000 - scheduledMicros;
    latencies.recordValue(Math.clamp(micros, 0, LATENCY_MAX_MICROS));
  }

  /** Takes in the value of an indicator that is its tick's price. */
  void sampleStamped(double price) {
    Instant now = Instant.now();
    latencies.recordValue(
        StampedPrice.age(price, now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000));
  }

  void gap() {
    gaps++;
  }

  void closed() {
    closed++;
  }

  /** Forgets all but the connections that were closed. */
  void reset() {
    latencies.reset();
    deliveries = 0;
    bytes = 0;
    gaps = 0;
  }

  Measurement over(double seconds, double serverCpu, double clientCpu, double rssMegabytes) {
    return new Measurement(
        seconds,
        deliveries,
        bytes,
        gaps,
        closed,
        serverCpu,
        clientCpu,
        rssMegabytes,
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(99),
        latencies.getValueAtPercentile(99.9),
        latencies.getMaxValue());
  }

  long deliveries() {
    return deliveries;
  }
}
