package io.finstage.server.api.ws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A WebSocket client that may send anything. Whoever reads waits at most ten seconds. */
public final class RawClient implements AutoCloseable {

  static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  static final String VERSION = "Sec-WebSocket-Version: 13\r\n";

  /** A frame of the server. */
  public record Frame(int opcode, String payload, int code) {
    public boolean isClose() {
      return opcode == Frames.CLOSE;
    }
  }

  private final Socket socket;
  private final DataInputStream in;

  private RawClient(int port) throws IOException {
    this(port, 0);
  }

  private RawClient(int port, int receiveBytes) throws IOException {
    socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  /** A connection after its handshake. */
  public static RawClient open(int port) throws IOException {
    return upgraded(new RawClient(port));
  }

  /** A connection after its handshake, whose kernel takes few bytes that nobody reads. */
  public static RawClient openNarrow(int port) throws IOException {
    return upgraded(new RawClient(port, 4096));
  }

  /** A connection that has sent the first line of a handshake. */
  public static RawClient halfOpen(int port) throws IOException {
    RawClient client = new RawClient(port);
    client.send("GET /ws HTTP/1.1\r\nHost: 127".getBytes(US_ASCII));
    return client;
  }

  private static RawClient upgraded(RawClient client) throws IOException {
    String answer = client.request("GET /ws", "Upgrade: websocket\r\n" + VERSION + KEY);
    if (!answer.startsWith("HTTP/1.1 101")) {
      throw new IOException(answer);
    }
    return client;
  }

  /** The answer to a handshake. */
  static String handshake(int port, String start, String headers) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.request(start, headers);
    }
  }

  private String request(String start, String headers) throws IOException {
    send(
        (start
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + socket.getPort()
                + "\r\nConnection: Upgrade\r\n"
                + headers
                + "\r\n")
            .getBytes(US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) in.readUnsignedByte());
    }
    return answer.toString();
  }

  public void send(byte[]... frames) throws IOException {
    socket.getOutputStream().write(Bytes.concat(frames));
  }

  public void say(String text) throws IOException {
    send(Bytes.text(text));
  }

  /** Says that it is there. */
  public void pong() throws IOException {
    send(Bytes.frame(Frames.PONG, new byte[0]));
  }

  public Frame next() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0F;
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    byte[] payload = in.readNBytes(length);
    int code =
        opcode == Frames.CLOSE && length >= 2
            ? ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF)
            : 0;
    return new Frame(opcode, new String(payload, UTF_8), code);
  }

  /** The next frame with this opcode. */
  public Frame next(int opcode) throws IOException {
    Frame frame = next();
    while (frame.opcode() != opcode) {
      frame = next();
    }
    return frame;
  }

  /** The next text that contains {@code part}. */
  public String text(String part) throws IOException {
    String text = next(Frames.TEXT).payload();
    while (!text.contains(part)) {
      text = next(Frames.TEXT).payload();
    }
    return text;
  }

  /** Whether the server closes the TCP connection next, without a reset. */
  boolean isClosedByServer() throws IOException {
    try {
      var _ = next();
      return false;
    } catch (EOFException end) {
      return true;
    }
  }

  /** Whether nothing comes any more, whichever way it ended. */
  public boolean ends() {
    try {
      while (in.read() >= 0) {
        // What was under way.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** Reads up to {@code count} bytes; -1 at the end. */
  public int take(int count) throws IOException {
    return in.read(new byte[count]);
  }

  /** Ends the connection with a reset instead of a goodbye. */
  public void drop() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
