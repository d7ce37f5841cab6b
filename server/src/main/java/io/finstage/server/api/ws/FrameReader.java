package io.finstage.server.api.ws;

import com.google.protobuf.ByteString;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client sends, by all the rules of RFC 6455, section 5. One thread.
 *
 * <p>Memory follows the bytes that arrived, not the length that a header claims, and never exceeds
 * one message. Text is decoded when it is whole, so a character may be split across fragments.
 */
final class FrameReader {

  private static final int START_BYTES = 512;
  private static final byte[] EMPTY = {};

  private final DataReader in;
  private final int messageBytesMax;
  private final int fragmentsMax;
  private final byte[] mask = new byte[4];
  private final byte[] control = new byte[Frames.CONTROL_MAX];

  private byte[] message = EMPTY;
  private int gathered;
  private int opened;
  private int fragments;
  private long unread;

  private boolean fin;
  private int opcode;

  /**
   * @param messageBytesMax largest message, the sum of its fragments
   * @param fragmentsMax frames that one message may come in
   */
  FrameReader(DataReader in, int messageBytesMax, int fragmentsMax) {
    this.in = in;
    this.messageBytesMax = messageBytesMax;
    this.fragmentsMax = fragmentsMax;
  }

  /** Waits for the next frame. After a violation or an end, nothing more may be asked for. */
  Inbound next() {
    try {
      String broken = header();
      if (broken != null) {
        return new Inbound.Violation(CloseCodes.PROTOCOL_ERROR, broken);
      }
      return opcode >= Frames.CLOSE ? control() : data();
    } catch (DataReader.InsufficientDataAvailableException
        | ServerConnectionException
        | UncheckedIOException gone) {
      return new Inbound.End();
    }
  }

  /**
   * Throws away what comes until the client has said goodbye or is gone. What was violated does not
   * matter any more, as long as frames can be told apart.
   */
  void discardUntilClose() {
    try {
      skip();
      while (opcode != Frames.CLOSE) {
        var _ = header();
        skip();
      }
    } catch (DataReader.InsufficientDataAvailableException
        | ServerConnectionException
        | UncheckedIOException gone) {
      // That is as good as a goodbye.
    }
  }

  /** Reads up to the payload; says what is wrong with the header, or null. */
  private @Nullable String header() {
    int first = in.read();
    int second = in.read();
    fin = (first & 0x80) != 0;
    opcode = first & 0x0F;
    boolean masked = (second & 0x80) != 0;
    int claimed = second & 0x7F;
    unread = claimed < 126 ? claimed : bigEndian(claimed == 126 ? 2 : 8);
    if (masked) {
      for (int i = 0; i < mask.length; i++) {
        mask[i] = in.read();
      }
    }
    if ((first & 0x70) != 0) {
      return "reserved bits";
    }
    if ((opcode > Frames.BINARY && opcode < Frames.CLOSE) || opcode > Frames.PONG) {
      return "reserved opcode";
    }
    if (!masked) {
      return "unmasked frame";
    }
    if (opcode >= Frames.CLOSE && (!fin || claimed > Frames.CONTROL_MAX)) {
      return fin ? "control frame too long" : "fragmented control frame";
    }
    if (unread < 0 || (claimed == 126 && unread < 126) || (claimed == 127 && unread <= 0xFFFF)) {
      return "length not in its shortest form";
    }
    return null;
  }

  private long bigEndian(int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = (value << 8) | (in.read() & 0xFF);
    }
    return value;
  }

  private Inbound control() {
    int length = (int) unread;
    read(control, 0, length);
    return switch (opcode) {
      case Frames.PING -> new Inbound.Ping(ByteString.copyFrom(control, 0, length));
      case Frames.PONG -> new Inbound.Pong();
      default -> close(length);
    };
  }

  private Inbound close(int length) {
    if (length == 0) {
      return new Inbound.Close(CloseCodes.NO_STATUS);
    }
    if (length == 1) {
      return new Inbound.Violation(CloseCodes.PROTOCOL_ERROR, "close code of one byte");
    }
    int code = ((control[0] & 0xFF) << 8) | (control[1] & 0xFF);
    if (!CloseCodes.maySend(code)) {
      return new Inbound.Violation(CloseCodes.PROTOCOL_ERROR, "close code " + code);
    }
    try {
      var _ = decode(control, 2, length - 2);
      return new Inbound.Close(code);
    } catch (CharacterCodingException e) {
      return new Inbound.Violation(CloseCodes.NOT_UTF8, "close reason is not UTF-8");
    }
  }

  private Inbound data() {
    boolean continues = opcode == Frames.CONTINUATION;
    if (continues == (opened == 0)) {
      return new Inbound.Violation(
          CloseCodes.PROTOCOL_ERROR,
          continues ? "nothing to continue" : "new message inside a fragmented one");
    }
    if (unread > messageBytesMax - gathered) {
      return new Inbound.Violation(
          CloseCodes.TOO_BIG, "message over " + messageBytesMax + " bytes");
    }
    if (++fragments > fragmentsMax) {
      return new Inbound.Violation(
          CloseCodes.TOO_BIG, "message of over " + fragmentsMax + " fragments");
    }
    opened = continues ? opened : opcode;
    gather();
    return fin ? whole() : new Inbound.Fragment();
  }

  private void gather() {
    int start = gathered;
    while (unread > 0) {
      in.ensureAvailable();
      int piece = (int) Math.min(unread, Math.max(in.available(), 1));
      if (message.length - gathered < piece) {
        int wanted = Math.max(Math.max(START_BYTES, 2 * message.length), gathered + piece);
        message = Arrays.copyOf(message, Math.min(wanted, messageBytesMax));
      }
      copy(message, gathered, piece);
      gathered += piece;
    }
    unmask(message, start, gathered - start);
  }

  private Inbound whole() {
    byte[] bytes = message;
    int length = gathered;
    int kind = opened;
    message = EMPTY;
    gathered = 0;
    fragments = 0;
    opened = 0;
    if (kind == Frames.BINARY) {
      return new Inbound.Binary(ByteString.copyFrom(bytes, 0, length));
    }
    try {
      return new Inbound.Text(decode(bytes, 0, length));
    } catch (CharacterCodingException e) {
      return new Inbound.Violation(CloseCodes.NOT_UTF8, "text is not UTF-8");
    }
  }

  private void read(byte[] into, int offset, int length) {
    copy(into, offset, length);
    unmask(into, offset, length);
  }

  private void copy(byte[] into, int offset, int length) {
    if (length > 0) {
      System.arraycopy(in.readBytes(length), 0, into, offset, length);
      unread -= length;
    }
  }

  private void unmask(byte[] bytes, int offset, int length) {
    for (int i = 0; i < length; i++) {
      bytes[offset + i] ^= mask[i & 3];
    }
  }

  private void skip() {
    while (unread > 0) {
      in.ensureAvailable();
      int piece = (int) Math.min(unread, Math.max(in.available(), 1));
      in.skip(piece);
      unread -= piece;
    }
  }

  private static String decode(byte[] bytes, int offset, int length)
      throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes, offset, length))
        .toString();
  }
}
