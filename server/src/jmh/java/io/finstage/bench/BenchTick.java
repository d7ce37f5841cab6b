package io.finstage.bench;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.PriceData;
import io.finstage.proto.v1.PriceUpdate;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.StreamPricesResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A tick of the peers, spelled as the product spells its own.
 *
 * @param symbol index among the symbols
 * @param scheduledAt when it was due; a source that is late does not move it
 */
record BenchTick(String name, int symbol, long sequence, Instant scheduledAt, Instant receivedAt) {

  /** Payload of a WebSocket text frame. */
  byte[] json() {
    String data =
        isTrade() ? "{\"price\":" + price() + ",\"size\":100," : "{\"price\":" + price() + ",";
    String text =
        "{\"type\":\"price_update\",\"symbol\":\""
            + name
            + "\",\"sequence\":"
            + sequence
            + ",\"snapshot\":false,\"conflated\":0,\"data\":"
            + data
            + "\"bid\":"
            + bid()
            + ",\"ask\":"
            + ask()
            + "},\"timestamp\":\""
            + scheduledAt
            + "\",\"received_at\":\""
            + receivedAt
            + "\"}";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A whole {@code StreamPricesResponse} of one event. */
  byte[] protobuf() {
    PriceData.Builder data = PriceData.newBuilder().setPrice(price()).setBid(bid()).setAsk(ask());
    if (isTrade()) {
      data.setSize(100);
    }
    PriceUpdate update =
        PriceUpdate.newBuilder()
            .setSymbol(name)
            .setSequence(sequence)
            .setData(data)
            .setTimestamp(timestamp(scheduledAt))
            .setReceivedAt(timestamp(receivedAt))
            .build();
    return StreamPricesResponse.newBuilder()
        .addEvents(StreamEvent.newBuilder().setPriceUpdate(update))
        .setSentAt(timestamp(receivedAt))
        .build()
        .toByteArray();
  }

  private boolean isTrade() {
    return sequence % 2 == 0;
  }

  private double price() {
    return (10_000 + sequence % 1_000) / 100.0;
  }

  private double bid() {
    return (9_999 + sequence % 1_000) / 100.0;
  }

  private double ask() {
    return (10_001 + sequence % 1_000) / 100.0;
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
