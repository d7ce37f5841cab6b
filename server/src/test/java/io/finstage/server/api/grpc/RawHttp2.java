package io.finstage.server.api.grpc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Just enough HTTP/2 to send what no client library would. */
public final class RawHttp2 implements AutoCloseable {

  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int CONTINUATION = 9;
  public static final int END_HEADERS = 0x4;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 0x1;

  // Of HPACK's static table: whole fields, and names with a literal value.
  private static final int METHOD_POST = 0x83;
  private static final int SCHEME_HTTP = 0x86;
  private static final int PATH = 0x04;
  private static final int AUTHORITY = 0x01;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  public RawHttp2(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, new byte[0]);
  }

  /** Opens a gRPC call; header fields are literals without Huffman coding. */
  public void headers(int stream, String path) throws IOException {
    frame(HEADERS, END_HEADERS, stream, block(path));
  }

  public void data(int stream, byte[] payload, boolean end) throws IOException {
    frame(DATA, end ? END_STREAM : 0, stream, payload);
  }

  /** Whether the server ends the stream with headers; false when it resets it or hangs up. */
  public boolean awaitEndOfStream(int stream) throws IOException {
    while (true) {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int id = in.readInt();
      in.skipNBytes(length);
      if (id == stream && type == HEADERS && (flags & END_STREAM) != 0) {
        return true;
      }
      if (id == stream && type == RST_STREAM) {
        return false;
      }
    }
  }

  /** Cancels a call. */
  public void reset(int stream) throws IOException {
    frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
  }

  /** The header block of a gRPC call, for frames of one's own. */
  public static byte[] block(String path) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(METHOD_POST);
    block.write(SCHEME_HTTP);
    block.write(PATH);
    string(block, path);
    block.write(AUTHORITY);
    string(block, "localhost");
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    return block.toByteArray();
  }

  /** Reads to the end; whether the server has said GOAWAY or cut the connection within 10 s. */
  public boolean awaitEndOfConnection() throws IOException {
    try {
      while (true) {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.skipNBytes(length + 5);
        if (type == GOAWAY) {
          return true;
        }
      }
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  /** Ends the connection with a reset instead of a goodbye. */
  public void drop() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Any frame at all. */
  public void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length & 0xFFFF);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }

  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    string(block, name);
    string(block, value);
  }

  private static void string(ByteArrayOutputStream block, String text) {
    block.write(text.length());
    block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
