package io.finstage.bench;

import com.google.protobuf.MessageLite;
import io.finstage.proto.v1.Delivery;
import io.finstage.proto.v1.StreamIndicatorsRequest;
import io.finstage.proto.v1.StreamPricesRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the events of {@code StreamPrices}: HTTP/2 frames, length-prefixed messages inside them,
 * events inside those. Flow-control windows are so wide that the server never meets them.
 */
final class GrpcConversation implements Conversation {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 9;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int WINDOW_MAX = Integer.MAX_VALUE;
  private static final int WINDOW_DEFAULT = 65_535;
  private static final int WINDOW_REFILL = 1 << 30;

  private String authority = "";
  private int stream = -1;
  private boolean open;
  private boolean ended;
  private int consumed;
  private byte[] message = new byte[0];
  private int messageLength;

  @Override
  public ByteBuffer hello(String authority) {
    this.authority = authority;
    ByteBuffer out = ByteBuffer.allocate(128).put(PREFACE);
    frame(out, 6, SETTINGS, 0, 0).putShort((short) 4).putInt(WINDOW_MAX);
    frame(out, 4, WINDOW_UPDATE, 0, 0).putInt(WINDOW_MAX - WINDOW_DEFAULT);
    return out.flip();
  }

  @Override
  public ByteBuffer subscribe(Wanted wanted) {
    stream += 2;
    byte[] request = request(wanted).toByteArray();
    ByteBuffer headers = requestHeaders(path(wanted));
    ByteBuffer out = ByteBuffer.allocate(headers.remaining() + request.length + 64);
    frame(out, headers.remaining(), HEADERS, END_HEADERS, stream).put(headers);
    frame(out, request.length + 5, DATA, END_STREAM, stream);
    return out.put((byte) 0).putInt(request.length).put(request).flip();
  }

  private static MessageLite request(Wanted wanted) {
    return switch (wanted) {
      case Wanted.Prices(List<String> symbols, boolean latest) ->
          StreamPricesRequest.newBuilder()
              .addAllSymbols(symbols)
              .setDelivery(delivery(latest ? Delivery.Mode.LATEST : Delivery.Mode.EVERY))
              .build();
      case Wanted.Indicators(List<String> symbols, String interval, List<String> texts) ->
          StreamIndicatorsRequest.newBuilder()
              .addAllSymbols(symbols)
              .setInterval(interval)
              .addAllIndicators(texts)
              .setDelivery(delivery(Delivery.Mode.LATEST))
              .build();
    };
  }

  private static String path(Wanted wanted) {
    return switch (wanted) {
      case Wanted.Prices prices -> "/finstage.v1.PriceService/StreamPrices";
      case Wanted.Indicators indicators -> "/finstage.v1.AnalysisService/StreamIndicators";
    };
  }

  private static Delivery delivery(Delivery.Mode mode) {
    return Delivery.newBuilder().setMode(mode).build();
  }

  /** Literals without indexing: nothing that the peer must remember. */
  private ByteBuffer requestHeaders(String path) {
    ByteBuffer out = ByteBuffer.allocate(256).put((byte) 0x83).put((byte) 0x86);
    text(out.put((byte) 0x04), path);
    text(out.put((byte) 0x01), authority);
    text(out.put((byte) 0x0f).put((byte) 0x10), "application/grpc");
    text(out.put((byte) 0x00), "te");
    text(out, "trailers");
    return out.flip();
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
    while (to - at >= HEADER) {
      int length = in.getInt(at) >>> 8;
      int end = at + HEADER + length;
      if (end > to) {
        break;
      }
      takeFrame(in, at, end, tally, answers);
      at = end;
    }
    return at;
  }

  private void takeFrame(ByteBuffer in, int at, int end, Tally tally, Answers answers) {
    int flags = in.get(at + 4);
    switch (in.get(at + 3)) {
      case DATA -> {
        if ((flags & PADDED) != 0) {
          throw new IllegalStateException("padding is not expected here");
        }
        takeData(in, at + HEADER, end, tally);
        refill(end - at - HEADER, in.getInt(at + 5), answers);
      }
      case HEADERS -> ended |= (flags & END_STREAM) != 0;
      case RST_STREAM, GOAWAY -> ended = true;
      case SETTINGS -> {
        if ((flags & ACK) == 0) {
          open = true;
          answers.send(frame(ByteBuffer.allocate(HEADER), 0, SETTINGS, ACK, 0).flip());
        }
      }
      case PING -> {
        if ((flags & ACK) == 0) {
          ByteBuffer pong = frame(ByteBuffer.allocate(HEADER + 8), 8, PING, ACK, 0);
          answers.send(pong.putLong(in.getLong(at + HEADER)).flip());
        }
      }
      default -> {}
    }
  }

  private void refill(int length, int ofStream, Answers answers) {
    consumed += length;
    if (consumed >= WINDOW_REFILL) {
      ByteBuffer out = ByteBuffer.allocate(2 * (HEADER + 4));
      frame(out, 4, WINDOW_UPDATE, 0, 0).putInt(consumed);
      frame(out, 4, WINDOW_UPDATE, 0, ofStream).putInt(consumed);
      answers.send(out.flip());
      consumed = 0;
    }
  }

  /** Whole messages are counted where they are; a message that spans frames is gathered first. */
  private void takeData(ByteBuffer in, int from, int to, Tally tally) {
    int at = from;
    while (messageLength == 0 && to - at >= 5 && to - at - 5 >= in.getInt(at + 1)) {
      int end = at + 5 + in.getInt(at + 1);
      takeEvents(in, at + 5, end, tally);
      at = end;
    }
    if (at == to) {
      return;
    }
    int length = to - at;
    if (message.length < messageLength + length) {
      message = Arrays.copyOf(message, Math.max(1 << 15, 2 * (messageLength + length)));
    }
    in.get(at, message, messageLength, length);
    messageLength += length;
    takeGathered(tally);
  }

  private void takeGathered(Tally tally) {
    ByteBuffer gathered = ByteBuffer.wrap(message);
    int at = 0;
    while (messageLength - at >= 5 && messageLength - at - 5 >= gathered.getInt(at + 1)) {
      int end = at + 5 + gathered.getInt(at + 1);
      takeEvents(gathered, at + 5, end, tally);
      at = end;
    }
    System.arraycopy(message, at, message, 0, messageLength - at);
    messageLength -= at;
  }

  private static void takeEvents(ByteBuffer in, int from, int to, Tally tally) {
    int at = from;
    while (at < to) {
      long head = Protobuf.lengthAt(in, at + 1);
      int start = Protobuf.index(head);
      int end = start + Protobuf.value(head);
      if (in.get(at) == Protobuf.EVENTS) {
        switch (in.get(start)) {
          case Protobuf.PRICE_UPDATE -> {
            if (tally.delivered(end - at)) {
              tally.sample(Protobuf.scheduledMicros(in, start));
            }
          }
          case Protobuf.INDICATOR_UPDATE -> {
            var _ = tally.delivered(end - at);
            double price = Protobuf.stampedPrice(in, start);
            if (!Double.isNaN(price)) {
              tally.sampleStamped(price);
            }
          }
          case Protobuf.GAP -> tally.gap();
          default -> {}
        }
      }
      at = end;
    }
  }

  private static ByteBuffer frame(ByteBuffer out, int length, int type, int flags, int stream) {
    return out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
  }

  private static void text(ByteBuffer out, String text) {
    out.put((byte) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
  }
}
