package io.finstage.server.api;

import com.google.protobuf.CodedOutputStream;
import io.finstage.proto.v1.BarUpdate;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.IndicatorUpdate;
import io.finstage.proto.v1.SignalUpdate;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.PriceUpdate;
import io.finstage.server.hub.TopicUpdate;
import io.finstage.server.hub.Update;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Events as bytes that can be spliced: each is a complete field {@code events} (tag, length, event)
 * of a batch, so that a batch is its events one after the other, and {@code sent_at} at the end.
 *
 * <pre>
 *   0A len { 2A len { symbol, sequence, data, times } }   0A len { ... }   12 len { seconds, nanos }
 * </pre>
 *
 * <p>{@code ConnectResponse} and {@code StreamPricesResponse} have the same two fields, so the
 * bytes are those of either. The bytes of a plain update are made once and shared by all
 * subscribers; a snapshot or a conflated update is the same bytes with one or two fields more,
 * since protobuf does not care for the order of fields.
 */
public final class ProtobufEvents {

  private static final int EVENTS_TAG = (ConnectResponse.EVENTS_FIELD_NUMBER << 3) | 2;
  private static final int SENT_AT_TAG = (ConnectResponse.SENT_AT_FIELD_NUMBER << 3) | 2;

  private ProtobufEvents() {}

  /** Appends an update. */
  public static void append(Update update, boolean snapshot, long conflated, Batch batch) {
    byte[] plain = update.encoded(Update.Encoding.PROTOBUF_EVENT, ProtobufEvents::plainUpdate);
    if (!snapshot && conflated == 0) {
      batch.append(plain);
      return;
    }
    int kind = afterHeader(plain, 0);
    int start = afterHeader(plain, kind);
    int snapshotField = snapshotField(update);
    int more =
        (snapshot ? 2 : 0)
            + (conflated == 0 ? 0 : 1 + CodedOutputStream.computeUInt64SizeNoTag(conflated));
    int length = plain.length - start + more;
    batch.append(EVENTS_TAG);
    varint(1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length, batch);
    batch.append(plain[kind]);
    varint(length, batch);
    batch.append(plain, start, plain.length - start);
    if (snapshot) {
      batch.append(snapshotField << 3);
      batch.append(1);
    }
    if (conflated != 0) {
      // In every kind of update it is the field after the snapshot.
      batch.append((snapshotField + 1) << 3);
      varint(conflated, batch);
    }
  }

  /** Appends anything but an update. */
  public static void append(Event event, Batch batch) {
    if (event instanceof Event.Message(ReadyEvent ready)) {
      batch.append(ready.take());
      return;
    }
    Event settled = LateEvent.settled(event);
    if (settled != null) {
      batch.append(field(StreamEvents.of(settled)));
    }
  }

  /** Appends when the batch is written: the last field of a message. */
  public static void appendSentAt(Instant at, Batch batch) {
    byte[] sentAt = Times.timestamp(at).toByteArray();
    batch.append(SENT_AT_TAG);
    varint(sentAt.length, batch);
    batch.append(sentAt);
  }

  private static byte[] plainUpdate(Update update) {
    if (update instanceof TopicUpdate topic
        && topic.payload() instanceof TopicState.OfIndicator state
        && topic.topic().aspect() instanceof Aspect.Indicator aspect) {
      return IndicatorBytes.field(topic, aspect, state);
    }
    return field(StreamEvents.of(update, false, 0));
  }

  private static int snapshotField(Update update) {
    return switch (update) {
      case PriceUpdate price -> io.finstage.proto.v1.PriceUpdate.SNAPSHOT_FIELD_NUMBER;
      case TopicUpdate topic ->
          switch (TopicEvents.state(topic)) {
            case TopicState.OfBar bar -> BarUpdate.SNAPSHOT_FIELD_NUMBER;
            case TopicState.OfIndicator indicator -> IndicatorUpdate.SNAPSHOT_FIELD_NUMBER;
            case TopicState.OfSignal signal -> SignalUpdate.SNAPSHOT_FIELD_NUMBER;
          };
    };
  }

  /** The whole field of a batch for one event. */
  public static byte[] field(StreamEvent event) {
    try {
      byte[] bytes =
          new byte
              [CodedOutputStream.computeMessageSize(ConnectResponse.EVENTS_FIELD_NUMBER, event)];
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeMessage(ConnectResponse.EVENTS_FIELD_NUMBER, event);
      out.checkNoSpaceLeft();
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Index after the one-byte tag at {@code at} and the length that follows it. */
  private static int afterHeader(byte[] bytes, int at) {
    int next = at + 1;
    while (bytes[next] < 0) {
      next++;
    }
    return next + 1;
  }

  private static void varint(long value, Batch batch) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      batch.append((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    batch.append((int) rest);
  }
}
