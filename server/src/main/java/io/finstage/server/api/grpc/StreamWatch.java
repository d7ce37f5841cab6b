package io.finstage.server.api.grpc;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HttpPrologue;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Flag;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2FrameTypes;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2Ping;
import io.helidon.http.http2.Http2RstStream;
import io.helidon.http.http2.Http2Settings;
import io.helidon.http.http2.Http2StreamState;
import io.helidon.http.http2.Http2StreamWriter;
import io.helidon.http.http2.Http2WindowUpdate;
import io.helidon.http.http2.StreamFlowControl;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http2.spi.Http2SubProtocolSelector;
import io.helidon.webserver.http2.spi.SubProtocolResult;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC streams of one connection. Mends what Helidon's handler of a stream leaves open:
 *
 * <ul>
 *   <li>a reset with any code is a cancel;
 *   <li>a stream is closed when both sides have ended, not before (what the client still sends
 *       would be a protocol error) and not later (its last frame may be one that could not be
 *       read);
 *   <li>streams that answer at a time keep to the window that they share;
 *   <li>when the connection ends, every stream is cancelled and its thread released.
 * </ul>
 *
 * <p>As many entries as live streams, which HTTP/2 limits, and the last {@value #FINISHED_KEPT}
 * that have ended.
 */
final class StreamWatch implements Http2SubProtocolSelector {

  private static final int FINISHED_KEPT = 256;

  private final Http2SubProtocolSelector grpc;
  private final Set<Stream> live = ConcurrentHashMap.newKeySet();
  private final AtomicIntegerArray finished = new AtomicIntegerArray(FINISHED_KEPT);
  private volatile @Nullable SharedWindow writer;
  private volatile boolean ended;

  StreamWatch(Http2SubProtocolSelector grpc) {
    this.grpc = grpc;
  }

  boolean isEmpty() {
    return live.isEmpty();
  }

  /** Whether a stream has ended a short while ago: late frames may still come for it. */
  boolean hasFinished(int streamId) {
    return streamId > 0 && finished.get(slot(streamId)) == streamId;
  }

  /** Opens the client's window again by {@code size} bytes that nobody has taken into account. */
  void giveBack(int size) {
    Http2StreamWriter out = writer;
    if (size > 0 && out != null) {
      out.write(
          new Http2WindowUpdate(size)
              .toFrameData(Http2Settings.create(), 0, Http2Flag.NoFlags.create()));
    }
  }

  /**
   * Asks the client for a sign of life, between two frames of its streams. Does not wait: the frame
   * before may be stuck because the client is gone.
   */
  void ping() {
    Http2StreamWriter out = writer;
    if (out != null) {
      Thread.startVirtualThread(() -> {
        try {
          out.write(Http2Ping.create().toFrameData());
        } catch (RuntimeException gone) {
          // Who reads the connection notices, too.
        }
      });
    }
  }

  /** No frame comes any more. */
  void connectionEnded() {
    ended = true;
    live.forEach(Stream::connectionEnded);
    live.clear();
  }

  @Override
  public SubProtocolResult subProtocol(
      ConnectionContext ctx,
      HttpPrologue prologue,
      Http2Headers headers,
      Http2StreamWriter streamWriter,
      int streamId,
      Http2Settings serverSettings,
      Http2Settings clientSettings,
      StreamFlowControl streamFlowControl,
      Http2StreamState currentStreamState,
      Router router) {
    SharedWindow shared = shared(streamWriter);
    SubProtocolResult result =
        grpc.subProtocol(
            ctx,
            prologue,
            headers,
            shared,
            streamId,
            serverSettings,
            clientSettings,
            streamFlowControl,
            currentStreamState,
            router);
    return result.supported()
        ? new SubProtocolResult(
            true, new Stream(result.subProtocol(), streamId, currentStreamState))
        : result;
  }

  /** One for all; only the thread that reads the connection begins streams. */
  private SharedWindow shared(Http2StreamWriter connection) {
    SharedWindow known = writer;
    if (known == null) {
      known = new SharedWindow(connection);
      writer = known;
    }
    return known;
  }

  /** Clients count their streams in steps of two. */
  private static int slot(int streamId) {
    return (streamId >>> 1) % FINISHED_KEPT;
  }

  private final class Stream implements SubProtocolHandler {

    private final SubProtocolHandler handler;
    private final int streamId;
    private volatile boolean clientDone;
    private volatile boolean reset;
    private volatile @Nullable Thread thread;

    Stream(SubProtocolHandler handler, int streamId, Http2StreamState state) {
      this.handler = handler;
      this.streamId = streamId;
      this.clientDone = state == Http2StreamState.HALF_CLOSED_REMOTE;
    }

    @Override
    public void init() {
      thread = Thread.currentThread();
      live.add(this);
      if (ended) {
        connectionEnded();
      }
      try {
        handler.init();
      } catch (CloseConnectionException e) {
        forget();
        throw e;
      } catch (RuntimeException e) {
        // Headers that are no metadata, for one. Helidon resets the stream for this exception only.
        forget();
        throw new CloseConnectionException("the call could not be started", e);
      }
      forgetIfClosed();
    }

    @Override
    public Http2StreamState streamState() {
      Http2StreamState state = handler.streamState();
      return switch (state) {
        case HALF_CLOSED_LOCAL, CLOSED ->
            clientDone || reset ? Http2StreamState.CLOSED : Http2StreamState.HALF_CLOSED_LOCAL;
        default -> state;
      };
    }

    @Override
    public void rstStream(Http2RstStream frame) {
      reset = true;
      handler.rstStream(new Http2RstStream(Http2ErrorCode.CANCEL));
      forget();
    }

    @Override
    public void windowUpdate(Http2WindowUpdate update) {
      handler.windowUpdate(update);
    }

    @Override
    public void data(Http2FrameHeader header, BufferData data) {
      if (header.flags(Http2FrameTypes.DATA).endOfStream()) {
        clientDone = true;
      }
      handler.data(header, data);
      forgetIfClosed();
    }

    void connectionEnded() {
      reset = true;
      handler.rstStream(new Http2RstStream(Http2ErrorCode.CANCEL));
      Thread waiting = thread;
      if (waiting != null) {
        waiting.interrupt();
      }
    }

    private void forgetIfClosed() {
      if (streamState() == Http2StreamState.CLOSED) {
        forget();
      }
    }

    private void forget() {
      finished.set(slot(streamId), streamId);
      live.remove(this);
    }
  }
}
