package io.finstage.server.contract;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.finstage.proto.v1.ConnectResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /ws} through the JDK's WebSocket, in either sub-protocol. */
final class WebSocketClient implements Client {

  private static final int NO_CLOSE = 1006;

  private final int port;
  private final boolean protobuf;
  private final HttpClient http = HttpClient.newHttpClient();
  private Inbox inbox = new Inbox(true);
  private @Nullable WebSocket socket;

  WebSocketClient(int port, boolean protobuf) {
    this.port = port;
    this.protobuf = protobuf;
  }

  @Override
  public void connect() {
    if (socket != null) {
      socket.abort();
    }
    inbox = new Inbox(true);
    WebSocket.Builder builder = http.newWebSocketBuilder();
    if (protobuf) {
      builder.subprotocols("finstage.v1.protobuf");
    }
    socket =
        builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new Hearer(inbox)).join();
  }

  @Override
  public void send(JsonObject message) {
    if (protobuf) {
      say(Messages.request(message).toByteString());
    } else {
      sendText(message.toString());
    }
  }

  /** Text, or hexadecimal bytes where the wire is binary. */
  @Override
  public void sendRaw(String text) {
    if (protobuf) {
      say(ByteString.copyFrom(HexFormat.of().parseHex(text)));
    } else {
      sendText(text);
    }
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
    if (socket != null) {
      socket.abort();
    }
    http.shutdownNow();
  }

  private void sendText(String text) {
    try {
      connected().sendText(text, true).join();
    } catch (CompletionException closed) {
      // The end is heard as well, and it is the script that says whether it may come.
    }
  }

  private void say(ByteString bytes) {
    try {
      connected().sendBinary(bytes.asReadOnlyByteBuffer(), true).join();
    } catch (CompletionException closed) {
      // As above.
    }
  }

  private WebSocket connected() {
    if (socket == null) {
      throw new AssertionError("not connected");
    }
    return socket;
  }

  /** Asks for one message after the other; answers pings and Close as the JDK does by itself. */
  private static final class Hearer implements WebSocket.Listener {

    private final Inbox mine;
    private final StringBuilder text = new StringBuilder();
    private ByteString bytes = ByteString.EMPTY;

    Hearer(Inbox mine) {
      this.mine = mine;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        mine.add(new Heard.Event(JsonParser.parseString(text.toString()).getAsJsonObject()));
        text.setLength(0);
      }
      mine.askForMore(() -> from.request(1));
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      bytes = bytes.concat(ByteString.copyFrom(data));
      if (last) {
        try {
          ConnectResponse.parseFrom(bytes)
              .getEventsList()
              .forEach(event -> mine.add(new Heard.Event(Messages.said(event))));
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError("not a ConnectResponse", e);
        }
        bytes = ByteString.EMPTY;
      }
      mine.askForMore(() -> from.request(1));
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      mine.add(new Heard.Ended(Integer.toString(code), reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      mine.add(new Heard.Ended(Integer.toString(NO_CLOSE), ""));
    }
  }
}
