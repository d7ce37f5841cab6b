package io.finstage.server.api;

import com.google.protobuf.CodedOutputStream;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.IndicatorUpdate;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.TopicUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Updates of indicators as {@link ProtobufEvents} has them, written by hand: every tick moves all
 * indicators of its symbol, and a builder costs more than their arithmetic. Says the same as {@link
 * TopicEvents}; a test holds the two together. Every function is pure.
 */
final class IndicatorBytes {

  private static final int DELIMITED = 2;

  private IndicatorBytes() {}

  /** A complete field {@code events}. */
  static byte[] field(TopicUpdate update, Aspect.Indicator aspect, TopicState.OfIndicator state) {
    String interval = aspect.interval().toString();
    int size = size(update, aspect, interval, state);
    int eventSize = delimitedSize(StreamEvent.INDICATOR_UPDATE_FIELD_NUMBER, size);
    byte[] bytes = new byte[delimitedSize(ConnectResponse.EVENTS_FIELD_NUMBER, eventSize)];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      begin(ConnectResponse.EVENTS_FIELD_NUMBER, eventSize, out);
      begin(StreamEvent.INDICATOR_UPDATE_FIELD_NUMBER, size, out);
      out.writeString(IndicatorUpdate.SYMBOL_FIELD_NUMBER, update.symbol().value());
      out.writeString(IndicatorUpdate.INTERVAL_FIELD_NUMBER, interval);
      out.writeString(IndicatorUpdate.INDICATOR_FIELD_NUMBER, aspect.text());
      out.writeInt64(IndicatorUpdate.SEQUENCE_FIELD_NUMBER, update.sequence());
      out.writeMessage(IndicatorUpdate.OPEN_TIME_FIELD_NUMBER, Times.timestamp(state.openAt()));
      flag(IndicatorUpdate.CLOSED_FIELD_NUMBER, state.closed(), out);
      flag(IndicatorUpdate.WARMING_UP_FIELD_NUMBER, state.warmingUp(), out);
      values(state, out);
      flag(IndicatorUpdate.CLOSED_ONLY_FIELD_NUMBER, aspect.closedOnly(), out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  private static int size(
      TopicUpdate update, Aspect.Indicator aspect, String interval, TopicState.OfIndicator state) {
    int size =
        CodedOutputStream.computeStringSize(
                IndicatorUpdate.SYMBOL_FIELD_NUMBER, update.symbol().value())
            + CodedOutputStream.computeStringSize(IndicatorUpdate.INTERVAL_FIELD_NUMBER, interval)
            + CodedOutputStream.computeStringSize(
                IndicatorUpdate.INDICATOR_FIELD_NUMBER, aspect.text())
            + CodedOutputStream.computeInt64Size(
                IndicatorUpdate.SEQUENCE_FIELD_NUMBER, update.sequence())
            + CodedOutputStream.computeMessageSize(
                IndicatorUpdate.OPEN_TIME_FIELD_NUMBER, Times.timestamp(state.openAt()))
            + flagSize(IndicatorUpdate.CLOSED_FIELD_NUMBER, state.closed())
            + flagSize(IndicatorUpdate.WARMING_UP_FIELD_NUMBER, state.warmingUp())
            + flagSize(IndicatorUpdate.CLOSED_ONLY_FIELD_NUMBER, aspect.closedOnly());
    List<String> outputs = state.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (Double.isFinite(state.value(i))) {
        size += delimitedSize(IndicatorUpdate.VALUES_FIELD_NUMBER, entrySize(outputs.get(i)));
      }
    }
    return size;
  }

  /** A map is entries with a key, 1, and a value, 2. */
  private static void values(TopicState.OfIndicator state, CodedOutputStream out)
      throws IOException {
    List<String> outputs = state.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (Double.isFinite(state.value(i))) {
        begin(IndicatorUpdate.VALUES_FIELD_NUMBER, entrySize(outputs.get(i)), out);
        out.writeString(1, outputs.get(i));
        out.writeDouble(2, state.value(i));
      }
    }
  }

  private static int entrySize(String output) {
    return CodedOutputStream.computeStringSize(1, output)
        + CodedOutputStream.computeDoubleSize(2, 0);
  }

  private static int delimitedSize(int field, int size) {
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt32SizeNoTag(size)
        + size;
  }

  private static void begin(int field, int size, CodedOutputStream out) throws IOException {
    out.writeTag(field, DELIMITED);
    out.writeUInt32NoTag(size);
  }

  private static int flagSize(int field, boolean value) {
    return value ? CodedOutputStream.computeBoolSize(field, true) : 0;
  }

  /** What is false is not written. */
  private static void flag(int field, boolean value, CodedOutputStream out) throws IOException {
    if (value) {
      out.writeBool(field, true);
    }
  }
}
