package io.finstage.server.api.grpc.interceptors;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.io.InputStream;

/**
 * Reads requests without ever throwing. When parsing throws, Helidon loses its place in the stream
 * and takes what follows for a new message; so what cannot be read becomes a mark that {@link
 * CallGuard} answers with INVALID_ARGUMENT.
 */
public final class StrictMarshaller<T extends Message> implements MethodDescriptor.Marshaller<T> {

  private final T prototype;
  private final T undecodable;

  @SuppressWarnings("unchecked") // a message's builder builds messages of its own type
  public StrictMarshaller(T prototype) {
    this.prototype = prototype;
    this.undecodable = (T) prototype.newBuilderForType().build();
  }

  /** Whether {@code message} stands for bytes that are none. */
  @SuppressWarnings("ReferenceEquality") // the mark is equal to an empty message, but not the same
  boolean isUndecodable(Object message) {
    return message == undecodable;
  }

  @Override
  public InputStream stream(T value) {
    return value.toByteString().newInput();
  }

  @Override
  @SuppressWarnings("unchecked")
  public T parse(InputStream stream) {
    try {
      return (T) prototype.getParserForType().parseFrom(stream);
    } catch (InvalidProtocolBufferException e) {
      return undecodable;
    }
  }
}
