package io.finstage.server.api.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that sends whatever bytes it likes, when it likes. */
final class RawClient implements Closeable {

  private static final int TIMEOUT_MILLIS = 10_000;
  private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final Socket socket = new Socket();

  RawClient(int port) {
    this(port, "127.0.0.1");
  }

  /**
   * @param from a loopback address to connect from
   */
  RawClient(int port, String from) {
    try {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next byte; -1 when the server has closed the connection. */
  int read() throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return -1;
    }
  }

  byte[] read(int length) throws IOException {
    return socket.getInputStream().readNBytes(length);
  }

  /** Whether the server closes the connection, whatever it says before. */
  boolean isClosedByServer() throws IOException {
    try {
      while (read() != -1) {}
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** Sends one byte every {@code pace} until the server closes; false if it never does. */
  boolean dribblesUntilClosed(String text, Duration pace) throws IOException {
    socket.setSoTimeout((int) pace.toMillis());
    for (byte each : text.getBytes(StandardCharsets.ISO_8859_1)) {
      try {
        send(new byte[] {each});
        while (read() != -1) {}
        return true;
      } catch (SocketTimeoutException e) {
        // Still open: the next byte.
      } catch (IOException e) {
        return true;
      }
    }
    return false;
  }

  /** The status line of the answer to a GET; empty if the connection is closed instead. */
  String get() {
    try {
      send(GET);
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\nok") < 0) {
        int next = read();
        if (next == -1) {
          return "";
        }
        head.append((char) next);
      }
      return head.substring(0, head.indexOf("\r\n"));
    } catch (SocketTimeoutException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
