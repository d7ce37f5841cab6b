package io.finstage.server.api.ws;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.server.api.Conversation;
import io.finstage.server.api.Conversations;
import io.finstage.server.api.Heartbeats;
import io.finstage.server.api.Liveness;
import io.finstage.server.api.Refusal;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.Event;
import io.finstage.server.metrics.RequestMeter;
import io.grpc.Status;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: its thread reads and hands on; what is to be written goes through the hub. {@link
 * #look} and {@link #close} may be called by other threads.
 */
final class WsConnection implements ServerConnection, Heartbeats.Peer {

  private static final String SERVICE = PriceServiceGrpc.SERVICE_NAME;
  private static final String METHOD =
      String.valueOf(PriceServiceGrpc.getConnectMethod().getBareMethodName());

  private final ConnectionContext connection;
  private final SubProtocol protocol;
  private final Conversations conversations;
  private final WebSocketConfig config;
  private final InstantSource clock;
  private final Heartbeats heartbeats;
  private final RequestMeter meter;
  private final FrameReader frames;
  private final Liveness liveness = new Liveness();

  private volatile @Nullable WsOutlet outlet;
  private volatile @Nullable Conversation conversation;
  private int closingLooks;

  /** What the reader knows of the end; a socket that is gone without a Close is a cancel. */
  private Status.Code outcome = Status.Code.CANCELLED;

  WsConnection(
      ConnectionContext connection,
      SubProtocol protocol,
      Conversations conversations,
      WebSocketConfig config,
      InstantSource clock,
      Heartbeats heartbeats,
      RequestMeter meter) {
    this.connection = connection;
    this.protocol = protocol;
    this.conversations = conversations;
    this.config = config;
    this.clock = clock;
    this.heartbeats = heartbeats;
    this.meter = meter;
    this.frames =
        new FrameReader(connection.dataReader(), config.messageBytesMax(), config.fragmentsMax());
  }

  /** Until the conversation has ended; then the caller closes the socket. */
  @Override
  public void handle(Limit limit) throws InterruptedException {
    Instant openedAt = clock.instant();
    WsOutlet mine = new WsOutlet(connection, Thread.currentThread(), protocol, clock);
    outlet = mine;
    Optional<Conversation> opened = conversations.open(mine, mine::words);
    heartbeats.add(this);
    try {
      if (opened.isEmpty()) {
        Refusal full = Refusal.tooManySubscribers();
        outcome = full.code();
        mine.closeWith(CloseCodes.APPLICATION + full.code().value(), full.reason());
        mine.end(CloseReason.SLOW_CONSUMER);
        frames.discardUntilClose();
        return;
      }
      conversation = opened.get();
      converse(opened.get(), mine);
    } finally {
      mine.cut();
      heartbeats.remove(this);
      try {
        if (opened.isPresent()) {
          opened.get().leave();
          opened.get().awaitEnd();
        }
      } finally {
        // Also when a cut has interrupted the wait: that is how a slow consumer ends.
        meter.ended(
            SERVICE,
            METHOD,
            outcome(mine).name(),
            Duration.between(openedAt, clock.instant()).toNanos());
      }
    }
  }

  /** As a gRPC code, so that both wires are counted alike. */
  private Status.Code outcome(WsOutlet mine) {
    CloseReason reason = mine.reason();
    return reason == null || reason == CloseReason.CLIENT_LEFT
        ? outcome
        : Refusal.closed(reason).code();
  }

  private void converse(Conversation with, WsOutlet mine) throws InterruptedException {
    while (true) {
      Inbound inbound = frames.next();
      liveness.heard();
      switch (inbound) {
        case Inbound.Fragment fragment -> {}
        case Inbound.Pong pong -> {}
        case Inbound.Ping ping -> post(with, mine.pong(ping.payload()));
        case Inbound.Text text when protocol == SubProtocol.JSON -> json(with, text.text());
        case Inbound.Binary binary when protocol == SubProtocol.PROTOBUF ->
            protobuf(with, binary.bytes());
        case Inbound.Text text -> {
          fail(with, mine, CloseCodes.UNSUPPORTED_DATA, "binary messages only");
          return;
        }
        case Inbound.Binary binary -> {
          fail(with, mine, CloseCodes.UNSUPPORTED_DATA, "text messages only");
          return;
        }
        case Inbound.Violation violation -> {
          fail(with, mine, violation.code(), violation.text());
          return;
        }
        case Inbound.Close close -> {
          int code = close.code() == CloseCodes.NO_STATUS ? CloseCodes.NORMAL : close.code();
          mine.closeWith(code, "");
          outcome = Status.Code.OK;
          with.close(CloseReason.CLIENT_LEFT);
          with.awaitEnd();
          return;
        }
        case Inbound.End end -> {
          return;
        }
      }
    }
  }

  /**
   * Says why, and reads on until the client has closed too: a socket that is closed over unread
   * bytes is reset, and the reset would overtake our Close. {@link #look} bounds the wait.
   */
  private void fail(Conversation with, WsOutlet mine, int code, String text)
      throws InterruptedException {
    mine.closeWith(code, text);
    outcome = Status.Code.INVALID_ARGUMENT;
    with.close(CloseReason.CLIENT_LEFT);
    with.awaitEnd();
    frames.discardUntilClose();
  }

  private static void json(Conversation with, String text) throws InterruptedException {
    switch (JsonMessages.parse(text, ConnectRequest.newBuilder())) {
      case Parsed.Read read -> with.handle((ConnectRequest) read.message());
      case Parsed.Refused(String id, String field, String description) when field.isEmpty() ->
          with.refuse(id, Refusal.invalid("MALFORMED_MESSAGE", description, List.of()));
      case Parsed.Refused(String id, String field, String description) ->
          with.refuse(id, Refusal.invalid("INVALID_FIELD", field, description));
    }
  }

  private static void protobuf(Conversation with, ByteString bytes) throws InterruptedException {
    ConnectRequest request;
    try {
      request = ConnectRequest.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      with.refuse("", Refusal.invalid("MALFORMED_MESSAGE", "not a ConnectRequest", List.of()));
      return;
    }
    with.handle(request);
  }

  private static void post(Conversation with, Event.@Nullable Message message) {
    if (message != null) {
      with.post(message);
    }
  }

  /** Called at every look of the shared timer; never blocks. */
  @Override
  public void look() {
    WsOutlet mine = outlet;
    Conversation with = conversation;
    if (mine == null) {
      return;
    }
    if (mine.ended()) {
      if (++closingLooks > heartbeats.looksIn(config.closeTimeout())) {
        mine.cut();
      }
      return;
    }
    if (with == null) {
      return;
    }
    switch (liveness.look()) {
      case FINE -> {}
      case PING -> post(with, mine.ping());
      case GOODBYE -> with.close(CloseReason.PEER_GONE);
      case CUT -> {
        mine.abort(CloseReason.PEER_GONE);
        with.leave();
      }
    }
  }

  /** Cuts the connection. Any thread; never blocks. */
  @Override
  public void cut() {
    WsOutlet mine = outlet;
    if (mine != null) {
      mine.cut();
    }
  }

  /** Never idle in the listener's eyes: whoever is silent is pinged, and cut if that is in vain. */
  @Override
  public Duration idleTime() {
    return Duration.ZERO;
  }

  @Override
  public void close(boolean interrupt) {
    Conversation with = conversation;
    if (interrupt || with == null) {
      cut();
    } else {
      with.close(CloseReason.SERVER_SHUTDOWN);
    }
  }
}
