package io.finstage.server.api;

import com.google.protobuf.Duration;

/** The time that a call is given, as gRPC's header {@code grpc-timeout} has it: pure functions. */
final class CallTimeouts {

  private static final int NANOS_MAX = 999_999_999;

  /** Eight digits. */
  private static final long NUMBER_MAX = 99_999_999;

  private static final long MICROS = 1_000_000;
  private static final long MILLIS = 1_000;

  private CallTimeouts() {}

  static boolean isValid(Duration timeout) {
    long seconds = timeout.getSeconds();
    int nanos = timeout.getNanos();
    return seconds >= 0 && nanos >= 0 && nanos <= NANOS_MAX && (seconds > 0 || nanos > 0);
  }

  /** Rounded up to what eight digits can say; more than three years are three years. */
  static String header(Duration timeout) {
    long seconds = timeout.getSeconds();
    int nanos = timeout.getNanos();
    if (seconds < NUMBER_MAX / MICROS) {
      return seconds * MICROS + Math.ceilDiv(nanos, 1_000) + "u";
    }
    if (seconds < NUMBER_MAX / MILLIS) {
      return seconds * MILLIS + Math.ceilDiv(nanos, 1_000_000) + "m";
    }
    return Math.min(seconds, NUMBER_MAX) + "S";
  }
}
