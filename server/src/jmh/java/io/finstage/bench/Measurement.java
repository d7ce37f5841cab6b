package io.finstage.bench;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one window showed.
 *
 * @param deliveries updates that reached the subscribers
 * @param bytes of those updates, framing of the wire included
 * @param gaps gap events received
 * @param closed connections that the server ended so far
 * @param serverCpuSeconds user and system time of the server's process
 * @param clientCpuSeconds the same of the load client
 * @param rssMegabytes of the server, at the end
 * @param p50 microseconds from the scheduled time of the tick to its arrival; likewise the others
 */
record Measurement(
    double seconds,
    long deliveries,
    long bytes,
    long gaps,
    long closed,
    double serverCpuSeconds,
    double clientCpuSeconds,
    double rssMegabytes,
    double p50,
    double p99,
    double p999,
    double max) {

  double deliveriesPerSecond() {
    return deliveries / seconds;
  }

  double deliveriesPerCpuSecond() {
    return deliveries / serverCpuSeconds;
  }

  /** Microseconds of the server's CPU; equals CPU seconds per million deliveries. */
  double cpuMicrosPerDelivery() {
    return serverCpuSeconds * 1e6 / deliveries;
  }

  double bytesPerDelivery() {
    return (double) bytes / deliveries;
  }

  /** One line, for {@link #parse}. */
  String line() {
    return Stream.of(
            "seconds=" + seconds,
            "deliveries=" + deliveries,
            "bytes=" + bytes,
            "gaps=" + gaps,
            "closed=" + closed,
            "server=" + serverCpuSeconds,
            "client=" + clientCpuSeconds,
            "rss=" + rssMegabytes,
            "p50=" + p50,
            "p99=" + p99,
            "p999=" + p999,
            "max=" + max)
        .collect(Collectors.joining(" "));
  }

  static Measurement parse(String line) {
    Map<String, String> of =
        Stream.of(line.split(" ", -1))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    return new Measurement(
        number(of, "seconds"),
        (long) number(of, "deliveries"),
        (long) number(of, "bytes"),
        (long) number(of, "gaps"),
        (long) number(of, "closed"),
        number(of, "server"),
        number(of, "client"),
        number(of, "rss"),
        number(of, "p50"),
        number(of, "p99"),
        number(of, "p999"),
        number(of, "max"));
  }

  private static double number(Map<String, String> of, String key) {
    String value = of.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key + " in " + of);
    }
    return Double.parseDouble(value);
  }
}
