package io.finstage.server.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lies between the client and the server, so that a connection can break without either of them
 * wanting it, and a server can come back at the same address. Buffers little. Thread-safe.
 */
public final class Cable implements AutoCloseable {

  private static final int BUFFER_BYTES = 16 * 1024;

  private final ServerSocket entry;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private volatile int serverPort;
  private volatile boolean cut;

  /** A cable to a server on this machine. */
  public Cable(int serverPort) {
    this.serverPort = serverPort;
    try {
      entry = new ServerSocket();
      entry.setReceiveBufferSize(BUFFER_BYTES);
      entry.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  public int port() {
    return entry.getLocalPort();
  }

  /** Breaks every connection; no new one gets through. */
  public void cut() {
    cut = true;
    ends.forEach(Cable::close);
    ends.clear();
  }

  /** Mends it; it leads to {@code port} from now on. */
  public void mend(int port) {
    serverPort = port;
    cut = false;
  }

  @Override
  public void close() {
    cut();
    close(entry);
  }

  private void accept() {
    try {
      while (true) {
        Socket near = entry.accept();
        if (cut) {
          close(near);
        } else {
          join(near);
        }
      }
    } catch (IOException closed) {
      // The script is over.
    }
  }

  private void join(Socket near) {
    Socket far = new Socket();
    ends.add(near);
    ends.add(far);
    try {
      near.setSendBufferSize(BUFFER_BYTES);
      near.setTcpNoDelay(true);
      far.setReceiveBufferSize(BUFFER_BYTES);
      far.setTcpNoDelay(true);
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
    } catch (IOException e) {
      close(near);
      close(far);
      return;
    }
    Thread.startVirtualThread(() -> carry(near, far));
    Thread.startVirtualThread(() -> carry(far, near));
    if (cut) {
      cut();
    }
  }

  private void carry(Socket from, Socket to) {
    try (InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // Both ends are closed below.
    }
    close(from);
    close(to);
    ends.remove(from);
  }

  private static void close(AutoCloseable end) {
    try {
      end.close();
    } catch (Exception closedAlready) {
      // That is what was wanted.
    }
  }
}
