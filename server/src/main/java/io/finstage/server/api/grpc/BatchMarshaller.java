package io.finstage.server.api.grpc;

import io.finstage.server.hub.Batch;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * Hands a batch to the wire as the bytes it is. The stream is a view: it is good until the batch is
 * cleared, and Helidon copies it before {@code sendMessage} returns.
 */
final class BatchMarshaller implements MethodDescriptor.Marshaller<Batch> {

  @Override
  public InputStream stream(Batch batch) {
    return new View(batch);
  }

  /** The server only sends. */
  @Override
  public Batch parse(InputStream stream) {
    throw new UnsupportedOperationException();
  }

  private static final class View extends ByteArrayInputStream implements KnownLength {
    View(Batch batch) {
      super(batch.array(), Batch.HEADROOM, batch.length());
    }
  }
}
