package io.finstage.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Counts the text frames of a WebSocket. */
final class WebSocketConversation implements Conversation {

  private static final byte[] TIMESTAMP = "\"timestamp\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STAMPED =
      ("\"" + StampedPrice.INDICATOR + "\"").getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OF_A_TICK = "\"closed\":false".getBytes(StandardCharsets.US_ASCII);

  /** The name of an indicator ends before. */
  private static final int STAMPED_MAX = 100;

  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  // {"type":"price_update": the first two letters tell all events apart that are counted.
  private static final int TYPE_AT = 9;

  private boolean open;
  private boolean ended;

  @Override
  public ByteBuffer hello(String authority) {
    String request =
        "GET /ws HTTP/1.1\r\nHost: "
            + authority
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public ByteBuffer subscribe(Wanted wanted) {
    String what =
        switch (wanted) {
          case Wanted.Prices(List<String> symbols, boolean latest) ->
              "\"prices\",\"delivery\":{\"mode\":\"" + (latest ? "LATEST" : "EVERY") + "\"}";
          case Wanted.Indicators(List<String> symbols, String interval, List<String> texts) ->
              "\"indicators\",\"delivery\":{\"mode\":\"LATEST\"},\"interval\":\""
                  + interval
                  + "\",\"indicators\":"
                  + list(texts);
        };
    String json =
        "{\"type\":\"subscribe\",\"request_id\":\"1\",\"symbols\":"
            + list(wanted.symbols())
            + ",\"channel\":"
            + what
            + "}";
    return frame(TEXT, json.getBytes(StandardCharsets.US_ASCII));
  }

  private static String list(List<String> texts) {
    return texts.stream().map(it -> '"' + it + '"').collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public boolean open() {
    return open;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public int take(ByteBuffer in, int from, int to, Tally tally, Answers answers) {
    int at = from;
    if (!open) {
      at = takeHandshake(in, from, to);
      if (!open) {
        return from;
      }
    }
    while (to - at >= 2) {
      int length = in.get(at + 1);
      int payload = at + 2;
      if (length == 126) {
        if (to - at < 4) {
          break;
        }
        length = in.getShort(at + 2) & 0xffff;
        payload = at + 4;
      } else if (length == 127) {
        if (to - at < 10) {
          break;
        }
        length = Math.toIntExact(in.getLong(at + 2));
        payload = at + 10;
      } else if (length < 0) {
        throw new IllegalStateException("a masked frame from a server");
      }
      int end = payload + length;
      if (end > to) {
        break;
      }
      takeFrame(in, at, payload, end, tally, answers);
      at = end;
    }
    return at;
  }

  private void takeFrame(
      ByteBuffer in, int at, int payload, int end, Tally tally, Answers answers) {
    switch (in.get(at) & 0x0f) {
      case TEXT -> {
        int type = in.get(payload + TYPE_AT);
        if (type == 'p' && in.get(payload + TYPE_AT + 1) == 'r') {
          if (tally.delivered(end - at)) {
            tally.sample(scheduledMicros(in, payload, end));
          }
        } else if (type == 'i') {
          var _ = tally.delivered(end - at);
          double price = stampedPrice(in, payload, end);
          if (!Double.isNaN(price)) {
            tally.sampleStamped(price);
          }
        } else if (type == 'g') {
          tally.gap();
        } else if (type == 'e') {
          byte[] text = new byte[end - payload];
          in.get(payload, text);
          throw new IllegalStateException(new String(text, StandardCharsets.UTF_8));
        }
      }
      case PING -> {
        byte[] echo = new byte[end - payload];
        in.get(payload, echo);
        answers.send(frame(PONG, echo));
      }
      case CLOSE -> ended = true;
      default -> {}
    }
  }

  /** As {@link Protobuf#stampedPrice}. The price is the last number of the text. */
  private static double stampedPrice(ByteBuffer in, int from, int to) {
    if (indexOf(STAMPED, in, from, Math.min(to, from + STAMPED_MAX)) < 0
        || indexOf(OF_A_TICK, in, from, to) < 0) {
      return Double.NaN;
    }
    int end = to - "}}".length();
    int start = end;
    while (in.get(start - 1) != ':') {
      start--;
    }
    byte[] number = new byte[end - start];
    in.get(start, number);
    return Double.parseDouble(new String(number, StandardCharsets.US_ASCII));
  }

  private int takeHandshake(ByteBuffer in, int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (in.getInt(i) == 0x0d0a0d0a) {
        byte[] status = new byte[12];
        in.get(from, status);
        if (!new String(status, StandardCharsets.US_ASCII).equals("HTTP/1.1 101")) {
          throw new IllegalStateException(new String(status, StandardCharsets.US_ASCII));
        }
        open = true;
        return i + 4;
      }
    }
    return from;
  }

  private static long scheduledMicros(ByteBuffer in, int from, int to) {
    int at = indexOf(TIMESTAMP, in, from, to);
    if (at < 0) {
      throw new IllegalStateException("no timestamp in an update");
    }
    return Rfc3339.micros(in, at + TIMESTAMP.length);
  }

  private static int indexOf(byte[] text, ByteBuffer in, int from, int to) {
    outer:
    for (int i = from; i <= to - text.length; i++) {
      for (int j = 0; j < text.length; j++) {
        if (in.get(i + j) != text[j]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }

  /** A frame of a client: masked, with a key of zeros, which changes nothing. */
  private static ByteBuffer frame(int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put((byte) (0x80 | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    return frame.putInt(0).put(payload).flip();
  }
}
