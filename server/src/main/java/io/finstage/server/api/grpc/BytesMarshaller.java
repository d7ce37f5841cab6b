package io.finstage.server.api.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Hands a message to the wire that another thread has made bytes of. */
final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {

  @Override
  public InputStream stream(byte[] message) {
    return new Message(message);
  }

  /** The server only sends. */
  @Override
  public byte[] parse(InputStream stream) {
    throw new UnsupportedOperationException();
  }

  private static final class Message extends ByteArrayInputStream implements KnownLength {
    Message(byte[] message) {
      super(message);
    }
  }
}
