package io.finstage.server.api.grpc;

import io.finstage.server.api.Liveness;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.http2.Http2Exception;
import java.util.Set;

/**
 * Reads a connection for Helidon, which asks for the preface, then for the header and the payload
 * of each frame, and leaves out what comes late: frames of a stream that has just ended. They cross
 * the end on their way, as RFC 9113 section 5.1 says, and are to be ignored; Helidon takes them for
 * a protocol error and ends the connection with all its streams. Header blocks are weighed on the
 * way: what Helidon would unpack to too much ends the connection. Of one thread.
 */
final class FrameReader extends DataReader {

  private static final int HEADER_LENGTH = 9;
  private static final int DATA = 0;
  private static final int PRIORITY = 2;
  private static final int RST_STREAM = 3;
  private static final int WINDOW_UPDATE = 8;
  private static final Set<Integer> IGNORABLE = Set.of(DATA, PRIORITY, RST_STREAM, WINDOW_UPDATE);

  /** The largest frame that Helidon announces to take; it refuses what is larger. */
  private static final int IGNORABLE_LENGTH_MAX = 16_384;

  private final DataReader source;
  private final StreamWatch streams;
  private final HeaderFrames headers;
  private final Liveness liveness;
  private int type;
  private int flags;
  private boolean payloadNext;
  private boolean prefaceRead;

  @SuppressWarnings("removal") // it will be made by a factory, and then this must be its supplier
  FrameReader(DataReader source, StreamWatch streams, HeaderFrames headers, Liveness liveness) {
    super(() -> null);
    this.source = source;
    this.streams = streams;
    this.headers = headers;
    this.liveness = liveness;
  }

  /**
   * @throws Http2Exception when a header block must not be unpacked; Helidon says GOAWAY
   */
  @Override
  public BufferData readBuffer(int length) {
    if (payloadNext) {
      payloadNext = false;
      return payload(length);
    }
    if (!prefaceRead) {
      prefaceRead = true;
      return source.readBuffer(length);
    }
    while (true) {
      byte[] header = source.readBytes(HEADER_LENGTH);
      liveness.heard();
      int size = ((header[0] & 0xFF) << 16) | ((header[1] & 0xFF) << 8) | (header[2] & 0xFF);
      if (!isLate(header, size)) {
        type = header[3];
        flags = header[4];
        payloadNext = size > 0;
        if (size == 0 && HeaderFrames.has(type)) {
          headers.received(type, flags, new byte[0]);
        }
        return BufferData.create(header);
      }
      source.readBytes(size);
      if (header[3] == DATA) {
        streams.giveBack(size);
      }
    }
  }

  private BufferData payload(int length) {
    if (!HeaderFrames.has(type)) {
      return source.readBuffer(length);
    }
    byte[] payload = source.readBytes(length);
    headers.received(type, flags, payload);
    return BufferData.create(payload);
  }

  private boolean isLate(byte[] header, int size) {
    return IGNORABLE.contains((int) header[3])
        && size > 0
        && size <= IGNORABLE_LENGTH_MAX
        && streams.hasFinished(streamId(header));
  }

  private static int streamId(byte[] header) {
    return ((header[5] & 0x7F) << 24)
        | ((header[6] & 0xFF) << 16)
        | ((header[7] & 0xFF) << 8)
        | (header[8] & 0xFF);
  }
}
