package io.finstage.server.api.grpc.interceptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.ErrorInfo;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.server.metrics.RequestMeter;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallGuardTest {

  private static final MethodDescriptor<ConnectRequest, ConnectResponse> METHOD =
      PriceServiceGrpc.getConnectMethod().toBuilder(
              new StrictMarshaller<>(ConnectRequest.getDefaultInstance()),
              PriceServiceGrpc.getConnectMethod().getResponseMarshaller())
          .build();

  private final CallGuard guard =
      new CallGuard(new RequestMeter(), 4096, Deadline.getSystemTicker());
  private final FakeCall call = new FakeCall();
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void close() {
    guard.close();
  }

  @Test
  void aHandlerThatThrowsAtItsStartEndsTheCallWithAnId() {
    start((_, _) -> {
      throw new IllegalStateException("secret");
    });
    assertThat(call.status().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(call.status().getDescription()).doesNotContain("secret");
    assertThat(call.errorInfo().getMetadataOrThrow("id")).isNotEmpty();
  }

  @Test
  void aHandlerThatThrowsAnErrorOnAMessageEndsTheCall() {
    var listener =
        start(
            new Recorder() {
              @Override
              public void onMessage(ConnectRequest message) {
                throw new StackOverflowError();
              }
            });
    listener.onMessage(ConnectRequest.getDefaultInstance());
    assertThat(call.status().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(heard).containsExactly("cancel");
  }

  @Test
  void aStatusThatAHandlerThrowsIsTheStatusOfTheCall() {
    var listener =
        start(
            new Recorder() {
              @Override
              public void onHalfClose() {
                throw Status.NOT_FOUND.asRuntimeException();
              }
            });
    listener.onHalfClose();
    assertThat(call.status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void aDescriptionIsPercentEncoded() {
    start((guarded, headers) -> {
      guarded.close(Status.NOT_FOUND.withDescription("100 % größer\n好"), new Metadata());
      return new Recorder();
    });
    assertThat(call.status().getDescription()).isEqualTo("100 %25 gr%C3%B6%C3%9Fer%0A%E5%A5%BD");
  }

  @Test
  void aCancelThatIsNotTheClientsEndsTheCallAndLetsNothingThrough() {
    var listener = start(new Recorder());
    listener.onCancel();
    listener.onMessage(ConnectRequest.getDefaultInstance());
    listener.onHalfClose();
    assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(heard).containsExactly("cancel");
  }

  @Test
  void bytesThatAreNoMessageAreAnsweredAndTheHandlerNeverSeesThem() {
    var listener = start(new Recorder());
    listener.onMessage(METHOD.parseRequest(new ByteArrayInputStream(new byte[] {1, 2, 3})));
    listener.onMessage(ConnectRequest.getDefaultInstance());
    assertThat(call.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(call.errorInfo().getReason()).isEqualTo("UNDECODABLE");
    assertThat(heard).containsExactly("cancel");
  }

  @Test
  void anEmptyMessageIsAMessage() {
    var listener = start(new Recorder());
    listener.onMessage(METHOD.parseRequest(new ByteArrayInputStream(new byte[0])));
    assertThat(heard).containsExactly("message");
  }

  @Test
  void aClientThatCancelsManyTimesIsHeardOnceAndGetsNoStatus() {
    var listener = start(new Recorder());
    call.cancelled = true;
    listener.onCancel();
    listener.onCancel();
    assertThat(heard).containsExactly("cancel");
    assertThat(call.closed).isEmpty();
  }

  @Test
  void whatIsSentAfterTheEndIsDropped() {
    start((guarded, headers) -> {
      guarded.close(Status.OK, new Metadata());
      guarded.sendMessage(ConnectResponse.getDefaultInstance());
      guarded.close(Status.INTERNAL, new Metadata());
      return new Recorder();
    });
    assertThat(call.sent).isZero();
    assertThat(call.closed).containsExactly(Status.OK);
  }

  @Test
  void aCallThatIsClosedWhileAMessageIsSentIsClosedAfterIt() {
    start((guarded, headers) -> {
      call.whileSending = () -> guarded.close(Status.ABORTED, new Metadata());
      guarded.sendMessage(ConnectResponse.getDefaultInstance());
      return new Recorder();
    });
    assertThat(call.sent).isEqualTo(1);
    assertThat(call.closedWhileSending).isFalse();
    assertThat(call.status().getCode()).isEqualTo(Status.Code.ABORTED);
  }

  @Test
  void theTimeoutIsTheDeadlineOfTheContextAndEndsTheCall() {
    List<Deadline> deadlines = new ArrayList<>();
    start(
        (guarded, headers) -> {
          deadlines.add(Context.current().getDeadline());
          return new Recorder();
        },
        "grpc-timeout",
        "1m");
    await().until(() -> !call.closed.isEmpty());
    assertThat(deadlines).doesNotContainNull();
    assertThat(call.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    await().untilAsserted(() -> assertThat(heard).containsExactly("cancel"));
  }

  @Test
  void aTimeoutOfThousandsOfYearsIsTaken() {
    start(new Recorder(), "grpc-timeout", "99999999H");
    assertThat(call.closed).isEmpty();
  }

  @Test
  void aTimeoutThatIsNoneIsRefused() {
    start(new Recorder(), "grpc-timeout", "soon");
    assertThat(call.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void aCompressedRequestIsUnimplemented() {
    start(new Recorder(), "grpc-encoding", "gzip");
    assertThat(call.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  private ServerCall.Listener<ConnectRequest> start(Recorder recorder, String... header) {
    return start((guarded, headers) -> recorder, header);
  }

  private ServerCall.Listener<ConnectRequest> start(
      ServerCallHandler<ConnectRequest, ConnectResponse> handler, String... header) {
    Metadata headers = new Metadata();
    for (int i = 0; i < header.length; i += 2) {
      headers.put(Metadata.Key.of(header[i], Metadata.ASCII_STRING_MARSHALLER), header[i + 1]);
    }
    return guard.interceptCall(call, headers, handler);
  }

  private class Recorder extends ServerCall.Listener<ConnectRequest> {
    @Override
    public void onMessage(ConnectRequest message) {
      heard.add("message");
    }

    @Override
    public void onHalfClose() {
      heard.add("end");
    }

    @Override
    public void onCancel() {
      heard.add("cancel");
    }
  }

  private static final class FakeCall extends ServerCall<ConnectRequest, ConnectResponse> {
    final List<Status> closed = new java.util.concurrent.CopyOnWriteArrayList<>();
    Metadata trailers = new Metadata();
    Runnable whileSending = () -> {};
    volatile boolean cancelled;
    boolean closedWhileSending;
    int sent;

    Status status() {
      assertThat(closed).hasSize(1);
      return closed.getFirst();
    }

    ErrorInfo errorInfo() {
      var status = StatusProto.fromStatusAndTrailers(status(), trailers);
      try {
        return status.getDetails(0).unpack(ErrorInfo.class);
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void request(int count) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(ConnectResponse message) {
      whileSending.run();
      closedWhileSending = !closed.isEmpty();
      sent++;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      this.trailers = trailers;
      closed.add(status);
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public MethodDescriptor<ConnectRequest, ConnectResponse> getMethodDescriptor() {
      return METHOD;
    }
  }
}
