package io.finstage.client;

import io.finstage.proto.v1.Closing;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.Gap;
import io.finstage.proto.v1.Heartbeat;
import io.finstage.proto.v1.PriceData;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PriceUpdate;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Subscribed;
import io.finstage.proto.v1.SymbolResult;
import io.finstage.proto.v1.SymbolStatus;
import io.finstage.proto.v1.Welcome;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server that says exactly what a test lets it say. */
final class FakePrices extends PriceServiceGrpc.PriceServiceImplBase {

  static final int HEARTBEAT_MS = 5000;

  final List<Talk> talks = new ArrayList<>();

  /** One conversation, seen from the server. */
  static final class Talk implements StreamObserver<ConnectRequest> {

    final List<ConnectRequest> heard = new ArrayList<>();
    private final ServerCallStreamObserver<ConnectResponse> out;

    Talk(ServerCallStreamObserver<ConnectResponse> out) {
      this.out = out;
      out.setOnCancelHandler(() -> {});
    }

    void say(StreamEvent... events) {
      out.onNext(ConnectResponse.newBuilder().addAllEvents(List.of(events)).build());
    }

    void welcome(String epoch) {
      say(FakePrices.welcome(epoch));
    }

    void fail(Status status) {
      out.onError(status.asRuntimeException());
    }

    void complete() {
      out.onCompleted();
    }

    boolean isCancelled() {
      return out.isCancelled();
    }

    boolean isReady() {
      return out.isReady();
    }

    List<Subscribe> subscribes() {
      return heard.stream()
          .filter(ConnectRequest::hasSubscribe)
          .map(ConnectRequest::getSubscribe)
          .toList();
    }

    @Override
    public void onNext(ConnectRequest request) {
      heard.add(request);
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {}
  }

  Talk last() {
    return talks.get(talks.size() - 1);
  }

  @Override
  public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> responses) {
    Talk talk = new Talk((ServerCallStreamObserver<ConnectResponse>) responses);
    talks.add(talk);
    return talk;
  }

  static StreamEvent welcome(String epoch) {
    return StreamEvent.newBuilder()
        .setWelcome(
            Welcome.newBuilder()
                .setEpoch(epoch)
                .setServerVersion("0.0")
                .setHeartbeatIntervalMs(HEARTBEAT_MS))
        .build();
  }

  static StreamEvent update(String symbol, long sequence) {
    return update(symbol, sequence, false, 0);
  }

  static StreamEvent update(String symbol, long sequence, boolean snapshot, long conflated) {
    return StreamEvent.newBuilder()
        .setPriceUpdate(
            PriceUpdate.newBuilder()
                .setSymbol(symbol)
                .setSequence(sequence)
                .setSnapshot(snapshot)
                .setConflated(conflated)
                .setData(PriceData.newBuilder().setPrice(100.5)))
        .build();
  }

  static StreamEvent gap(String symbol, long from, long to, Gap.Cause cause) {
    return StreamEvent.newBuilder()
        .setGap(
            Gap.newBuilder()
                .setSymbol(symbol)
                .setFromSequence(from)
                .setToSequence(to)
                .setCause(cause))
        .build();
  }

  static StreamEvent heartbeat(Map<String, Long> sequences) {
    return StreamEvent.newBuilder()
        .setHeartbeat(Heartbeat.newBuilder().putAllSequences(sequences))
        .build();
  }

  static StreamEvent closing(String reason, boolean reconnect) {
    return StreamEvent.newBuilder()
        .setClosing(Closing.newBuilder().setReason(reason).setReconnect(reconnect))
        .build();
  }

  static StreamEvent subscribed(String requestId, String symbol, long sequence, boolean resumed) {
    return subscribed(requestId, symbol, SymbolStatus.Value.OK, sequence, resumed);
  }

  static StreamEvent subscribed(
      String requestId, String symbol, SymbolStatus.Value status, long sequence, boolean resumed) {
    return StreamEvent.newBuilder()
        .setSubscribed(
            Subscribed.newBuilder()
                .setRequestId(requestId)
                .setChannel("prices")
                .addResults(
                    SymbolResult.newBuilder()
                        .setSymbol(symbol)
                        .setStatus(status)
                        .setSequence(sequence)
                        .setResumed(resumed)))
        .build();
  }
}
