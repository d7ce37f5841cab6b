package io.finstage.server.api.grpc;

import io.helidon.http.http2.FlowControl;
import io.helidon.http.http2.Http2Flag;
import io.helidon.http.http2.Http2FrameData;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2StreamWriter;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the data of all streams of one connection within the window that the client has opened for
 * the whole of it. Helidon's own writer looks at the window, writes, and only then takes off what
 * it wrote: two streams that answer at a time use the same bytes of it, and the client, or Helidon,
 * ends the connection. Thread-safe.
 */
final class SharedWindow implements Http2StreamWriter {

  private final Http2StreamWriter connection;
  private final ReentrantLock lock = new ReentrantLock();

  SharedWindow(Http2StreamWriter connection) {
    this.connection = connection;
  }

  /** Waits, without holding up other streams, while the client's windows are closed. */
  @Override
  public void writeData(Http2FrameData frame, FlowControl.Outbound window) {
    for (Http2FrameData part : frame.split(window.maxFrameSize())) {
      Http2FrameData rest = writeSome(part, window);
      while (rest != null) {
        window.blockTillUpdate();
        rest = writeSome(rest, window);
      }
    }
  }

  @Override
  public void write(Http2FrameData frame) {
    connection.write(frame);
  }

  @Override
  public int writeHeaders(
      Http2Headers headers,
      int streamId,
      Http2Flag.HeaderFlags flags,
      FlowControl.Outbound window) {
    return connection.writeHeaders(headers, streamId, flags, window);
  }

  @Override
  public int writeHeaders(
      Http2Headers headers,
      int streamId,
      Http2Flag.HeaderFlags flags,
      Http2FrameData data,
      FlowControl.Outbound window) {
    int written = connection.writeHeaders(headers, streamId, flags, window);
    writeData(data, window);
    return written + data.header().length();
  }

  /** What did not fit into the window; null when everything did. */
  private @Nullable Http2FrameData writeSome(Http2FrameData frame, FlowControl.Outbound window) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the connection has ended", e);
    }
    try {
      int open = window.getRemainingWindowSize();
      if (open <= 0 && frame.header().length() > 0) {
        return frame;
      }
      Http2FrameData[] cut = frame.cut(open);
      window.decrementWindowSize(cut[0].header().length());
      connection.write(cut[0]);
      return cut.length == 1 ? null : cut[1];
    } finally {
      lock.unlock();
    }
  }
}
