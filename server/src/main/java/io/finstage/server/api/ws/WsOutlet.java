package io.finstage.server.api.ws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.server.api.LateEvent;
import io.finstage.server.api.ProtobufEvents;
import io.finstage.server.api.ReadyEvent;
import io.finstage.server.api.StreamEvents;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Outlet;
import io.finstage.server.hub.PriceUpdate;
import io.finstage.server.hub.TopicUpdate;
import io.finstage.server.hub.Update;
import io.finstage.server.hub.Wire;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one WebSocket. Only the hub's writer writes, pings, pongs and Close included, so frames
 * never mix.
 *
 * <p>JSON: each event is a frame of its own. Protobuf: the events of a batch are one message, whose
 * header is put before them when its length is known; pings and pongs stand before the message,
 * since a control frame cannot stand inside one.
 */
final class WsOutlet implements Outlet {

  /** Control frames, as they pass through the hub. */
  private enum Control {
    PING,
    PONG
  }

  private static final Event.Message PING = new Event.Message(Control.PING);
  private static final Event.Message PONG = new Event.Message(Control.PONG);
  private static final byte[] EMPTY = {};

  private final ConnectionContext connection;
  private final Thread reader;
  private final SubProtocol protocol;
  private final InstantSource clock;

  private final AtomicBoolean pingUnwritten = new AtomicBoolean();
  private final AtomicReference<@Nullable ByteString> pongUnwritten = new AtomicReference<>();
  private volatile byte @Nullable [] farewell;
  private volatile boolean ended;
  private volatile @Nullable CloseReason reason;

  /**
   * @param reader virtual thread that reads; interrupted when the connection is cut
   */
  WsOutlet(ConnectionContext connection, Thread reader, SubProtocol protocol, InstantSource clock) {
    this.connection = connection;
    this.reader = reader;
    this.protocol = protocol;
    this.clock = clock;
  }

  /** A ping to post, unless one is still unwritten. Any thread. */
  Event.@Nullable Message ping() {
    return pingUnwritten.compareAndSet(false, true) ? PING : null;
  }

  /**
   * A pong to post, unless one is still unwritten: then that one carries this payload, since only
   * the latest ping needs an answer. Any thread.
   */
  Event.@Nullable Message pong(ByteString payload) {
    return pongUnwritten.getAndSet(payload) == null ? PONG : null;
  }

  /** What {@link #end} says instead of the hub's reason. The first call counts. */
  void closeWith(int code, String text) {
    if (farewell == null) {
      farewell = Frames.close(code, text);
    }
  }

  /** Why the server ended the conversation; null when it did not. */
  @Nullable CloseReason reason() {
    return reason;
  }

  /** Whether our Close is written, or could not be. */
  boolean ended() {
    return ended;
  }

  @Override
  public Wire wire() {
    return Wire.WEBSOCKET;
  }

  @Override
  public void append(Update update, boolean snapshot, long conflated, Batch batch) {
    if (protocol == SubProtocol.PROTOBUF) {
      ProtobufEvents.append(update, snapshot, conflated, batch);
      return;
    }
    switch (update) {
      case PriceUpdate price -> JsonFrames.append(price, snapshot, conflated, batch);
      case TopicUpdate topic -> TopicFrames.append(topic, snapshot, conflated, batch);
    }
  }

  @Override
  public void append(Event event, Batch batch) {
    if (event instanceof Event.Message(Control control)) {
      append(control, batch);
    } else if (event.equals(new Event.Closing(CloseReason.CLIENT_LEFT))) {
      return; // The client has closed, or broke the protocol: the Close frame says it all.
    } else {
      switch (protocol) {
        case JSON -> {
          if (event instanceof Event.Message(ReadyEvent ready)) {
            batch.append(ready.take());
            return;
          }
          Event settled = LateEvent.settled(event);
          if (settled != null) {
            Frames.append(
                Frames.TEXT, JsonText.print(StreamEvents.of(settled)).getBytes(UTF_8), batch);
          }
        }
        case PROTOBUF -> ProtobufEvents.append(event, batch);
      }
    }
  }

  /** An event in the bytes of the sub-protocol, for a {@link ReadyEvent}. Any thread. */
  byte[] words(StreamEvent event) {
    return switch (protocol) {
      case JSON -> Frames.text(JsonText.print(event));
      case PROTOBUF -> ProtobufEvents.field(event);
    };
  }

  @Override
  public void write(Batch batch) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    int start = protocol == SubProtocol.PROTOBUF ? enclose(batch) : Batch.HEADROOM;
    write(batch.array(), start, batch.end() - start);
  }

  @Override
  public void end(CloseReason why) {
    reason = why;
    byte[] words = farewell;
    Batch frame = new Batch(Frames.CONTROL_MAX + 2);
    Frames.append(
        Frames.CLOSE, words != null ? words : Frames.close(CloseCodes.of(why), why.name()), frame);
    try {
      write(frame.array(), Batch.HEADROOM, frame.length());
      ended = true;
    } catch (IOException gone) {
      cut();
    }
  }

  /** Nothing once our Close is written: the client is given time to answer it. */
  @Override
  public void abort(CloseReason why) {
    if (!ended) {
      reason = why;
      cut();
    }
  }

  /** Closes the socket at once; ends a read and a write that block. Any thread. */
  void cut() {
    ended = true;
    try {
      connection.serverSocket().close();
    } catch (UncheckedIOException closedAlready) {
      // That is what was wanted.
    }
    if (!Thread.currentThread().equals(reader)) {
      reader.interrupt();
    }
  }

  private void append(Control control, Batch batch) {
    int before = batch.end();
    switch (control) {
      case PING -> {
        pingUnwritten.set(false);
        Frames.append(Frames.PING, EMPTY, batch);
      }
      case PONG -> {
        ByteString payload = pongUnwritten.getAndSet(null);
        Frames.append(Frames.PONG, payload == null ? EMPTY : payload.toByteArray(), batch);
      }
    }
    if (protocol == SubProtocol.PROTOBUF) {
      moveToFront(batch, before);
    }
  }

  /** Exchanges the frame at the end with the events before it. */
  private static void moveToFront(Batch batch, int frame) {
    byte[] bytes = batch.array();
    int events = afterControls(bytes, frame);
    byte[] moved = Arrays.copyOfRange(bytes, frame, batch.end());
    System.arraycopy(bytes, events, bytes, events + moved.length, frame - events);
    System.arraycopy(moved, 0, bytes, events, moved.length);
  }

  /** Makes the events one message; returns where the bytes to write now start. */
  private int enclose(Batch batch) {
    int events = afterControls(batch.array(), batch.end());
    if (events == batch.end()) {
      return Batch.HEADROOM;
    }
    ProtobufEvents.appendSentAt(clock.instant(), batch);
    byte[] bytes = batch.array();
    int length = batch.end() - events;
    int header = Frames.headerLength(length);
    System.arraycopy(
        bytes, Batch.HEADROOM, bytes, Batch.HEADROOM - header, events - Batch.HEADROOM);
    var _ = Frames.headerBefore(events, Frames.BINARY, length, bytes);
    return Batch.HEADROOM - header;
  }

  /** Index after the pings and pongs in front; an event starts with a tag below {@code 0x80}. */
  private static int afterControls(byte[] bytes, int end) {
    int at = Batch.HEADROOM;
    while (at < end && bytes[at] < 0) {
      at += 2 + bytes[at + 1];
    }
    return at;
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      connection.dataWriter().writeNow(BufferData.create(bytes, offset, length));
    } catch (UncheckedIOException | SocketWriterException e) {
      throw new IOException("the peer is gone", e);
    }
  }
}
