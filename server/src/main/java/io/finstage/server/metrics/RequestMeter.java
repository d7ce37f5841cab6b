package io.finstage.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests that ended, by service, method and code, and how long they took. A conversation
 * ({@code PriceService/Connect}, over gRPC or WebSocket) is one request that ends when it closes.
 *
 * <p>Labels are bounded: codes are the seventeen gRPC ones, and beyond {@value #METHODS_MAX}
 * methods, which no set of declared services reaches, all further ones count as {@code other}.
 * Thread-safe; one call costs some tens of nanoseconds.
 */
public final class RequestMeter {

  /** Methods that are told apart; further ones count as {@code other}. */
  public static final int METHODS_MAX = 200;

  private static final String OTHER = "other";
  private static final int UNKNOWN = 2;

  /** By number, as in google.rpc.Code. */
  private static final List<String> CODES =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private static final Set<String> KNOWN_CODES = Set.copyOf(CODES);

  private record Method(String service, String name) {}

  /** What one method has seen. */
  private static final class Meter {
    final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    final DurationBuckets durations = new DurationBuckets();

    void ended(String code, long nanos) {
      String known = KNOWN_CODES.contains(code) ? code : CODES.get(UNKNOWN);
      requests.computeIfAbsent(known, ignored -> new LongAdder()).increment();
      durations.record(nanos);
    }
  }

  private final Map<Method, Meter> meters = new ConcurrentHashMap<>();

  /**
   * Counts one request.
   *
   * @param service full name, as in {@code finstage.v1.PriceService}
   * @param method bare name, as in {@code GetPrices}
   * @param code name of the gRPC code; one that is not known counts as UNKNOWN
   * @param nanos from its start to its end; negative counts as 0
   */
  public void ended(String service, String method, String code, long nanos) {
    meter(new Method(service, method)).ended(code, nanos);
  }

  private Meter meter(Method method) {
    Meter meter = meters.get(method);
    if (meter != null) {
      return meter;
    }
    // Two threads at the border may both enter: the bound is exceeded by the number of threads at
    // most.
    Method counted = meters.size() < METHODS_MAX ? method : new Method(OTHER, OTHER);
    return meters.computeIfAbsent(counted, ignored -> new Meter());
  }

  /**
   * What one method has seen so far.
   *
   * @param requests ended, by code
   */
  record Reading(String service, String method, Map<String, Long> requests, Histogram durations) {}

  List<Reading> read() {
    List<Reading> readings = new ArrayList<>();
    meters.forEach((method, meter) -> {
      Map<String, Long> requests = new ConcurrentHashMap<>();
      meter.requests.forEach((code, count) -> requests.put(code, count.sum()));
      readings.add(new Reading(method.service(), method.name(), requests, meter.durations.read()));
    });
    return readings;
  }
}
