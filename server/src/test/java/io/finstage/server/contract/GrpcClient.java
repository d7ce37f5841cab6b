package io.finstage.server.contract;

import com.google.gson.JsonObject;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code PriceService.Connect} through a plain grpc-java stub. */
final class GrpcClient implements Client {

  private final int port;
  private Inbox inbox = new Inbox(true);
  private @Nullable ManagedChannel channel;
  private @Nullable ClientCallStreamObserver<ConnectRequest> call;

  GrpcClient(int port) {
    this.port = port;
  }

  @Override
  public void connect() {
    close();
    inbox = new Inbox(true);
    channel =
        Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
            .build();
    var _ = PriceServiceGrpc.newStub(channel).connect(new Hearer(inbox));
  }

  @Override
  public void send(JsonObject message) {
    if (call == null) {
      throw new AssertionError("not connected");
    }
    call.onNext(Messages.request(message));
  }

  @Override
  public Optional<Heard> next(Duration timeout) throws InterruptedException {
    return inbox.next(timeout);
  }

  @Override
  public void stopReading() {
    inbox.stopReading();
  }

  @Override
  public void readAgain() {
    inbox.readAgain();
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
  }

  private final class Hearer implements ClientResponseObserver<ConnectRequest, ConnectResponse> {

    private final Inbox mine;
    private @Nullable ClientCallStreamObserver<ConnectRequest> requests;

    Hearer(Inbox mine) {
      this.mine = mine;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ConnectRequest> started) {
      started.disableAutoRequestWithInitial(1);
      requests = started;
      call = started;
    }

    @Override
    public void onNext(ConnectResponse message) {
      message.getEventsList().forEach(event -> mine.add(new Heard.Event(Messages.said(event))));
      ClientCallStreamObserver<ConnectRequest> from = requests;
      if (from != null) {
        mine.askForMore(() -> from.request(1));
      }
    }

    @Override
    public void onError(Throwable cause) {
      mine.add(new Heard.Ended(Status.fromThrowable(cause).getCode().name(), reason(cause)));
    }

    @Override
    public void onCompleted() {
      mine.add(new Heard.Ended(Status.Code.OK.name(), ""));
    }
  }

  private static String reason(Throwable cause) {
    com.google.rpc.Status rich = StatusProto.fromThrowable(cause);
    if (rich == null) {
      return "";
    }
    try {
      for (Any detail : rich.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          return detail.unpack(ErrorInfo.class).getReason();
        }
      }
      return "";
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("not an ErrorInfo", e);
    }
  }
}
