package io.finstage.server.api;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants as the contract spells them. */
public final class Times {

  private Times() {}

  /** As a protobuf timestamp. */
  public static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
