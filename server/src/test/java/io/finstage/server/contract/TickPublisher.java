package io.finstage.server.contract;

import com.google.gson.JsonObject;
import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.PublishPricesResponse;
import io.finstage.proto.v1.Tick;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Pushes ticks in through {@code PublishPrices}, and waits until the server has taken them. */
final class TickPublisher implements AutoCloseable {

  private static final int TICKS_PER_MESSAGE = 5000;
  private static final int TIMEOUT_SECONDS = 30;

  private final ManagedChannel channel;

  TickPublisher(int port) {
    channel =
        Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
            .build();
  }

  /** One tick, with the fields that {@code fields} has. */
  PublishPricesResponse publish(JsonObject fields) throws Exception {
    Tick.Builder tick = Tick.newBuilder().setSymbol(fields.get("symbol").getAsString());
    if (fields.has("price")) {
      tick.setPrice(fields.get("price").getAsDouble());
    }
    if (fields.has("size")) {
      tick.setSize(fields.get("size").getAsDouble());
    }
    if (fields.has("bid")) {
      tick.setBid(fields.get("bid").getAsDouble());
    }
    if (fields.has("ask")) {
      tick.setAsk(fields.get("ask").getAsDouble());
    }
    if (fields.has("at")) {
      Instant at = Instant.parse(fields.get("at").getAsString());
      tick.setTimestamp(
          Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()));
    }
    return push(PublishPricesRequest.newBuilder().addTicks(tick).build());
  }

  /** Trades at the prices from {@code from} to {@code to}, one apart. */
  PublishPricesResponse publish(String symbol, int from, int to) throws Exception {
    PublishPricesRequest[] messages = new PublishPricesRequest[(to - from) / TICKS_PER_MESSAGE + 1];
    for (int i = 0; i < messages.length; i++) {
      PublishPricesRequest.Builder message = PublishPricesRequest.newBuilder();
      int first = from + i * TICKS_PER_MESSAGE;
      for (int price = first; price <= Math.min(to, first + TICKS_PER_MESSAGE - 1); price++) {
        message.addTicks(Tick.newBuilder().setSymbol(symbol).setPrice(price).setSize(1));
      }
      messages[i] = message.build();
    }
    return push(messages);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private PublishPricesResponse push(PublishPricesRequest... messages) throws Exception {
    CompletableFuture<PublishPricesResponse> answer = new CompletableFuture<>();
    StreamObserver<PublishPricesRequest> call =
        PriceServiceGrpc.newStub(channel)
            .publishPrices(
                new StreamObserver<>() {
                  @Override
                  public void onNext(PublishPricesResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable cause) {
                    answer.completeExceptionally(cause);
                  }

                  @Override
                  public void onCompleted() {}
                });
    for (PublishPricesRequest message : messages) {
      call.onNext(message);
    }
    call.onCompleted();
    return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
