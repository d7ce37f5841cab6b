package io.finstage.server.api.ws;

import io.finstage.server.api.TopicState;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.TopicUpdate;
import java.util.List;

/**
 * Plain updates of indicators as complete WebSocket text frames, written by hand: every tick moves
 * all indicators of its symbol. Says the same as {@link JsonText}; a test holds the two together.
 * Nothing needs escaping: symbols, short texts and names of outputs are plain ASCII without quotes.
 * Stateless.
 */
final class IndicatorFrames {

  private static final int FRAME_BYTES = 384;

  private IndicatorFrames() {}

  static byte[] plain(TopicUpdate update, Aspect.Indicator aspect, TopicState.OfIndicator state) {
    Batch text = new Batch(FRAME_BYTES);
    JsonFrames.text("{\"type\":\"indicator_update\",\"symbol\":\"", text);
    JsonFrames.text(update.symbol().value(), text);
    JsonFrames.text("\",\"interval\":\"", text);
    JsonFrames.text(aspect.interval().toString(), text);
    JsonFrames.text("\",\"indicator\":\"", text);
    JsonFrames.text(aspect.text(), text);
    JsonFrames.text("\",\"sequence\":", text);
    JsonFrames.number(update.sequence(), text);
    JsonFrames.text(",\"snapshot\":false,\"conflated\":0,\"open_time\":\"", text);
    JsonFrames.time(state.openAt(), text);
    JsonFrames.text(state.closed() ? "\",\"closed\":true" : "\",\"closed\":false", text);
    JsonFrames.text(state.warmingUp() ? ",\"warming_up\":true" : ",\"warming_up\":false", text);
    JsonFrames.text(",\"values\":{", text);
    values(state, text);
    JsonFrames.text(aspect.closedOnly() ? "},\"closed_only\":true}" : "}}", text);
    return JsonFrames.frame(text);
  }

  private static void values(TopicState.OfIndicator state, Batch text) {
    List<String> outputs = state.outputs();
    boolean first = true;
    for (int i = 0; i < outputs.size(); i++) {
      if (Double.isFinite(state.value(i))) {
        JsonFrames.text(first ? "\"" : ",\"", text);
        JsonFrames.text(outputs.get(i), text);
        JsonFrames.text("\":", text);
        JsonFrames.text(JsonText.number(state.value(i)), text);
        first = false;
      }
    }
  }
}
