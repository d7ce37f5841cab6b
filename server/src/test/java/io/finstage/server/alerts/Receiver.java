package io.finstage.server.alerts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A receiver of webhooks on a port of its own, which answers as a test says. Thread-safe. */
public final class Receiver implements AutoCloseable {

  /** A request that came. */
  public record Heard(Map<String, String> headers, String body) {}

  /** What it does with a request. */
  public interface Manner {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Manner manner;

  private Receiver(Manner manner) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.manner = manner;
    Thread.startVirtualThread(this::accept);
  }

  /** One that answers with a status. */
  public static Receiver answering(int status) {
    return of(status(status));
  }

  /** One of any manner. */
  public static Receiver of(Manner manner) {
    try {
      return new Receiver(manner);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers with a status and nothing else. */
  public static Manner status(int status) {
    return text("HTTP/1.1 " + status + " Said\r\nContent-Length: 0\r\n\r\n");
  }

  /** Answers with exactly this. */
  public static Manner text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** From now on it answers so. */
  public void set(Manner other) {
    manner = other;
  }

  /** Takes requests and never answers. */
  public Receiver hanging() {
    manner = out -> closed.await();
    return this;
  }

  public String url() {
    return "http://localhost:" + socket.getLocalPort() + "/hook";
  }

  /** What came, in order. */
  public List<Heard> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket peer = socket.accept();
        Thread.startVirtualThread(() -> serve(peer));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket peer) {
    try (peer) {
      heard.add(read(peer.getInputStream()));
      manner.answer(peer.getOutputStream());
    } catch (IOException | InterruptedException e) {
      // The client went away first.
    }
  }

  private static Heard read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client went away");
      }
      head.append((char) next);
    }
    Map<String, String> headers = new TreeMap<>();
    head.toString()
        .lines()
        .filter(line -> line.contains(": "))
        .forEach(line ->
            headers.put(
                line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                line.substring(line.indexOf(':') + 2)));
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Heard(headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }
}
