package io.finstage.server.api.grpc;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HttpPrologue;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2FrameTypes;
import io.helidon.http.http2.Http2Headers;
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
import org.jspecify.annotations.Nullable;

/**
 * The gRPC streams of one connection. Mends three things around Helidon's handler of a stream: a
 * reset with any code is a cancel; a stream whose both sides have ended is closed, also when its
 * last frame could not be read; and when the connection ends, every stream is cancelled and its
 * thread released. As many entries as live streams, which HTTP/2 limits.
 */
final class StreamWatch implements Http2SubProtocolSelector {

  private final Http2SubProtocolSelector grpc;
  private final Set<Stream> live = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  StreamWatch(Http2SubProtocolSelector grpc) {
    this.grpc = grpc;
  }

  boolean isEmpty() {
    return live.isEmpty();
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
    SubProtocolResult result =
        grpc.subProtocol(
            ctx,
            prologue,
            headers,
            streamWriter,
            streamId,
            serverSettings,
            clientSettings,
            streamFlowControl,
            currentStreamState,
            router);
    return result.supported()
        ? new SubProtocolResult(true, new Stream(result.subProtocol(), currentStreamState))
        : result;
  }

  private final class Stream implements SubProtocolHandler {

    private final SubProtocolHandler handler;
    private volatile boolean clientDone;
    private volatile @Nullable Thread thread;

    Stream(SubProtocolHandler handler, Http2StreamState state) {
      this.handler = handler;
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
        live.remove(this);
        throw e;
      } catch (RuntimeException e) {
        // Headers that are no metadata, for one. Helidon resets the stream for this exception only.
        live.remove(this);
        throw new CloseConnectionException("the call could not be started", e);
      }
      forgetIfClosed();
    }

    @Override
    public Http2StreamState streamState() {
      Http2StreamState state = handler.streamState();
      return clientDone && state == Http2StreamState.HALF_CLOSED_LOCAL
          ? Http2StreamState.CLOSED
          : state;
    }

    @Override
    public void rstStream(Http2RstStream reset) {
      handler.rstStream(new Http2RstStream(Http2ErrorCode.CANCEL));
      live.remove(this);
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
      handler.rstStream(new Http2RstStream(Http2ErrorCode.CANCEL));
      Thread waiting = thread;
      if (waiting != null) {
        waiting.interrupt();
      }
    }

    private void forgetIfClosed() {
      if (streamState() == Http2StreamState.CLOSED) {
        live.remove(this);
      }
    }
  }
}
