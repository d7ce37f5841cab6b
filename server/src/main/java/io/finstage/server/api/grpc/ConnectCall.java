package io.finstage.server.api.grpc;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.server.api.Conversation;
import io.finstage.server.api.Conversations;
import io.finstage.server.api.Refusal;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.CloseReason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One {@code Connect} call. Requests are carried out one by one on the stream's own thread, so a
 * client whose answers wait makes only itself wait. Half-closing is leaving: what is queued is
 * still sent, then the call ends with OK.
 */
final class ConnectCall extends ServerCall.Listener<ConnectRequest> {

  private final ServerCall<ConnectRequest, Batch> call;
  private final Conversation conversation;

  private ConnectCall(ServerCall<ConnectRequest, Batch> call, Conversation conversation) {
    this.call = call;
    this.conversation = conversation;
  }

  /** Opens a conversation per call. */
  static ServerCallHandler<ConnectRequest, Batch> handler(
      Conversations conversations, InstantSource clock) {
    return (call, headers) -> {
      call.sendHeaders(new Metadata());
      Optional<Conversation> conversation = conversations.open(new GrpcOutlet(call, clock));
      if (conversation.isEmpty()) {
        RichStatus.close(call, Refusal.tooManySubscribers());
        return new ServerCall.Listener<>() {};
      }
      call.request(1);
      return new ConnectCall(call, conversation.get());
    };
  }

  @Override
  public void onMessage(ConnectRequest request) {
    try {
      conversation.handle(request);
      call.request(1);
    } catch (InterruptedException e) {
      left();
    }
  }

  @Override
  public void onHalfClose() {
    conversation.close(CloseReason.CLIENT_LEFT);
    try {
      conversation.awaitEnd();
    } catch (InterruptedException e) {
      left();
    }
  }

  @Override
  public void onCancel() {
    conversation.leave();
  }

  /** The stream's thread is interrupted when its connection is gone. */
  private void left() {
    conversation.leave();
    Thread.currentThread().interrupt();
  }
}
