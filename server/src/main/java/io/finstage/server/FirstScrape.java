package io.finstage.server;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Reads the page of readings once, as a scraper would, so that the first scraper does not wait for
 * some 150 classes of the listener and the page to be loaded. It is the first HTTP request of most
 * servers' lives.
 */
final class FirstScrape {

  private static final System.Logger LOG = System.getLogger(FirstScrape.class.getName());
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final byte[] REQUEST =
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private FirstScrape() {}

  /**
   * Waits for the answer, five seconds at most; that there is none is nobody's loss.
   *
   * @param host where the listener is bound; any address stands for this machine
   */
  static void read(String host, int port) {
    try (Socket socket = new Socket()) {
      InetAddress bound = InetAddress.getByName(host);
      InetAddress to = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(to, port), TIMEOUT_MILLIS);
      socket.getOutputStream().write(REQUEST);
      long _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the readings were not read at start", e);
    }
  }
}
