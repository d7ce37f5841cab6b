package io.finstage.server.api.grpc;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Reads a connection for Helidon, which asks for the preface, then for the header and the payload of
 * each frame, and leaves out what comes late: a reset or a window update for a stream that has just
 * ended. The two cross on their way, as RFC 9113 section 5.1 says, and are to be ignored; Helidon
 * takes them for a protocol error and ends the connection with all its streams. Of one thread.
 */
final class FrameReader extends DataReader {

  private static final int HEADER_LENGTH = 9;
  private static final int PRIORITY = 2;
  private static final int RST_STREAM = 3;
  private static final int WINDOW_UPDATE = 8;
  private static final Set<Integer> IGNORABLE = Set.of(PRIORITY, RST_STREAM, WINDOW_UPDATE);
  private static final int IGNORABLE_LENGTH_MAX = 5;

  private final DataReader source;
  private final IntPredicate finished;
  private boolean payloadNext;
  private boolean prefaceRead;

  /**
   * @param finished whether a stream has ended a short while ago
   */
  FrameReader(DataReader source, IntPredicate finished) {
    super(() -> null);
    this.source = source;
    this.finished = finished;
  }

  @Override
  public BufferData readBuffer(int length) {
    if (payloadNext || !prefaceRead) {
      payloadNext = false;
      prefaceRead = true;
      return source.readBuffer(length);
    }
    while (true) {
      byte[] header = source.readBytes(HEADER_LENGTH);
      int size = ((header[0] & 0xFF) << 16) | ((header[1] & 0xFF) << 8) | (header[2] & 0xFF);
      if (!isLate(header, size)) {
        payloadNext = size > 0;
        return BufferData.create(header);
      }
      source.readBytes(size);
    }
  }

  private boolean isLate(byte[] header, int size) {
    return IGNORABLE.contains((int) header[3])
        && size > 0
        && size <= IGNORABLE_LENGTH_MAX
        && finished.test(streamId(header));
  }

  private static int streamId(byte[] header) {
    return ((header[5] & 0x7F) << 24)
        | ((header[6] & 0xFF) << 16)
        | ((header[7] & 0xFF) << 8)
        | (header[8] & 0xFF);
  }
}
