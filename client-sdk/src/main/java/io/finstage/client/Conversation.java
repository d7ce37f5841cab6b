package io.finstage.client;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.PriceServiceGrpc.PriceServiceStub;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import org.jspecify.annotations.Nullable;

/** One {@code Connect} call. Reads one message at a time, each only when asked to. */
final class Conversation implements ClientResponseObserver<ConnectRequest, ConnectResponse> {

  /** Is called on the loop that the call was opened with. */
  interface Hearer {

    void heard(Conversation conversation, ConnectResponse message);

    /**
     * The last call.
     *
     * @param cause null when the server ended it without an error
     */
    void ended(Conversation conversation, @Nullable Throwable cause);
  }

  private final Hearer hearer;
  private @Nullable ClientCallStreamObserver<ConnectRequest> call;

  private Conversation(Hearer hearer) {
    this.hearer = hearer;
  }

  /** Opens a call and asks for its first message; everything heard comes by {@code loop}. */
  static Conversation open(PriceServiceStub stub, EventLoop loop, Hearer hearer) {
    Conversation conversation = new Conversation(hearer);
    var unused = stub.withExecutor(loop).connect(conversation);
    return conversation;
  }

  /** Asks for the next message. */
  void more() {
    if (call != null) {
      call.request(1);
    }
  }

  void send(ConnectRequest request) {
    if (call != null) {
      call.onNext(request);
    }
  }

  void cancel(String why) {
    if (call != null) {
      call.cancel(why, null);
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ConnectRequest> requests) {
    requests.disableAutoRequestWithInitial(1);
    call = requests;
  }

  @Override
  public void onNext(ConnectResponse message) {
    hearer.heard(this, message);
  }

  @Override
  public void onError(Throwable cause) {
    hearer.ended(this, cause);
  }

  @Override
  public void onCompleted() {
    hearer.ended(this, null);
  }
}
