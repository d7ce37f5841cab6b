package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.StreamPricesRequest;
import io.finstage.proto.v1.StreamPricesResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to the packaged server. */
class ShutdownIT {

  private static final long PATIENCE_SECONDS = 30;

  @TempDir Path folder;

  private LaunchedServer server;

  @BeforeEach
  void start() {
    server = LaunchedServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aWebSocketHearsClosingAndThenClose1001() throws Exception {
    Listener listener = new Listener();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/ws"), listener)
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    socket
        .sendText(
            "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"prices\",\"symbols\":[\"TEST\"]}",
            true)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    await().until(() -> listener.messages.stream().anyMatch(m -> m.contains("price_update")));

    server.terminate();

    assertThat(listener.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1001);
    assertThat(listener.messages.getLast())
        .isEqualTo("{\"type\":\"closing\",\"reason\":\"SERVER_SHUTDOWN\",\"reconnect\":true}");
    assertThat(server.exitCode()).isZero();
  }

  @Test
  void aStreamHearsClosingAndThenUnavailable() throws Exception {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    try {
      Iterator<StreamPricesResponse> answers =
          PriceServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(Duration.ofSeconds(PATIENCE_SECONDS))
              .streamPrices(StreamPricesRequest.newBuilder().addSymbols("TEST").build());
      answers.next();

      server.terminate();

      List<StreamEvent> events = new ArrayList<>();
      assertThat(drain(answers, events)).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(events.getLast().getClosing().getReason()).isEqualTo("SERVER_SHUTDOWN");
      assertThat(server.exitCode()).isZero();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aSecondSignalDoesNotHangIt() throws Exception {
    server.terminate();
    server.terminate();

    assertThat(server.exitCode()).isZero();
  }

  private static Status.Code drain(
      Iterator<StreamPricesResponse> answers, List<StreamEvent> events) {
    try {
      while (answers.hasNext()) {
        events.addAll(answers.next().getEventsList());
      }
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static final class Listener implements WebSocket.Listener {
    final List<String> messages = new CopyOnWriteArrayList<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }
  }
}
