package io.finstage.server.api.ws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.finstage.server.api.StreamEvents;
import io.finstage.server.api.TopicState;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.TopicUpdate;
import io.finstage.server.hub.Update;

/**
 * Updates of bars, indicators and signals as complete WebSocket text frames. The frame of a plain
 * update is made once, by {@link JsonText}; a snapshot or a conflated update is the same bytes with
 * the two flags exchanged. Stateless.
 */
final class TopicFrames {

  private static final byte[] PLAIN_FLAGS = "\"snapshot\":false,\"conflated\":0".getBytes(US_ASCII);
  private static final byte[] SNAPSHOT = "\"snapshot\":true,\"conflated\":".getBytes(US_ASCII);
  private static final byte[] NO_SNAPSHOT = "\"snapshot\":false,\"conflated\":".getBytes(US_ASCII);

  private TopicFrames() {}

  /** Appends the update as one frame. */
  static void append(TopicUpdate update, boolean snapshot, long conflated, Batch batch) {
    byte[] plain = update.encoded(Update.Encoding.JSON_FRAME, TopicFrames::plain);
    if (!snapshot && conflated == 0) {
      batch.append(plain);
      return;
    }
    byte[] flag = snapshot ? SNAPSHOT : NO_SNAPSHOT;
    int start = Frames.payload(plain, 0);
    int flags = indexOfFlags(plain, start);
    int rest = flags + PLAIN_FLAGS.length;
    int length =
        plain.length - start - PLAIN_FLAGS.length + flag.length + JsonFrames.digits(conflated);
    Frames.header(Frames.TEXT, length, batch);
    batch.append(plain, start, flags - start);
    batch.append(flag);
    JsonFrames.number(conflated, batch);
    batch.append(plain, rest, plain.length - rest);
  }

  private static byte[] plain(Update any) {
    TopicUpdate update = (TopicUpdate) any;
    if (update.payload() instanceof TopicState.OfIndicator state
        && update.topic().aspect() instanceof Aspect.Indicator aspect) {
      return IndicatorFrames.plain(update, aspect, state);
    }
    byte[] text = JsonText.print(StreamEvents.of(update, false, 0)).getBytes(UTF_8);
    int header = Frames.headerLength(text.length);
    byte[] frame = new byte[header + text.length];
    System.arraycopy(text, 0, frame, header, text.length);
    var _ = Frames.headerBefore(header, Frames.TEXT, text.length, frame);
    return frame;
  }

  /** They stand after names without quotes, so the first place that looks like them is theirs. */
  private static int indexOfFlags(byte[] frame, int from) {
    int at = from;
    int matched = 0;
    while (matched < PLAIN_FLAGS.length) {
      if (frame[at + matched] == PLAIN_FLAGS[matched]) {
        matched++;
      } else {
        at++;
        matched = 0;
      }
    }
    return at;
  }
}
