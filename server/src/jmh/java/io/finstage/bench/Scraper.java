package io.finstage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the page of readings once a second, on a connection of its own each time. */
final class Scraper implements AutoCloseable {

  private static final long PERIOD_MILLIS = 1_000;

  private final int port;
  private final List<Double> millis = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("scraper").unstarted(this::run);
  private volatile boolean over;

  /**
   * @param port of readings and health
   */
  Scraper(int port) {
    this.port = port;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      // Not the client's own first connection is to be measured.
      var _ = get("/nothing-here");
      while (!over) {
        double took = get("/metrics");
        synchronized (millis) {
          millis.add(took);
        }
        Thread.sleep(PERIOD_MILLIS);
      }
    } catch (IOException e) {
      if (!over) {
        throw new UncheckedIOException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Milliseconds from connecting to the last byte. */
  private double get(String path) throws IOException {
    long before = System.nanoTime();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      double took = (System.nanoTime() - before) / 1e6;
      String status = new String(answer, 0, 12, StandardCharsets.US_ASCII);
      if (path.equals("/metrics") && !status.equals("HTTP/1.1 200")) {
        throw new IOException(status);
      }
      return took;
    }
  }

  /** How long each took so far, the first one first. */
  List<Double> millis() {
    synchronized (millis) {
      return List.copyOf(millis);
    }
  }

  @Override
  public void close() {
    over = true;
    thread.interrupt();
  }
}
