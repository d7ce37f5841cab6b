package io.finstage.server.api;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.finstage.proto.v1.Call;
import io.finstage.proto.v1.Reply;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The methods that a call in a conversation may name. The field {@code list_bars} of {@link Call}
 * and of {@link Reply} is the method {@code ListBars}, whatever its service; nothing else decides
 * what runs. Immutable.
 */
public final class CallMethods {

  /** Where nothing can be called. */
  public static final CallMethods NONE = new CallMethods(Map.of());

  /**
   * One method.
   *
   * @param request the field of {@link Call} that names it
   * @param response the field of {@link Reply} that carries its answer
   */
  record Method(
      FieldDescriptor request, FieldDescriptor response, ServerMethodDefinition<?, ?> served) {}

  private final Map<FieldDescriptor, Method> methods;

  private CallMethods(Map<FieldDescriptor, Method> methods) {
    this.methods = Map.copyOf(methods);
  }

  /**
   * The methods of these services that have a field.
   *
   * @param services as a listener would serve them, interceptors included
   */
  public static CallMethods of(List<ServerServiceDefinition> services) {
    Map<FieldDescriptor, Method> methods = new HashMap<>();
    for (ServerServiceDefinition service : services) {
      for (ServerMethodDefinition<?, ?> served : service.getMethods()) {
        String name = field(String.valueOf(served.getMethodDescriptor().getBareMethodName()));
        FieldDescriptor request = Call.getDescriptor().findFieldByName(name);
        FieldDescriptor response = Reply.getDescriptor().findFieldByName(name);
        if (request != null && response != null) {
          methods.put(request, new Method(request, response, served));
        }
      }
    }
    return new CallMethods(methods);
  }

  /** The choice of {@link Call}. */
  static OneofDescriptor requests() {
    return Call.getDescriptor().getRealOneofs().getFirst();
  }

  /** The name of the field for a method: {@code list_bars} for {@code ListBars}. */
  static String field(String method) {
    StringBuilder field = new StringBuilder(method.length() + 4);
    for (int i = 0; i < method.length(); i++) {
      if (Character.isUpperCase(method.charAt(i)) && i > 0) {
        field.append('_');
      }
      field.append(method.charAt(i));
    }
    return field.toString().toLowerCase(Locale.ROOT);
  }

  boolean isEmpty() {
    return methods.isEmpty();
  }

  /** The method that a field of {@link Call} names; empty where it is not served. */
  Optional<Method> find(FieldDescriptor request) {
    return Optional.ofNullable(methods.get(request));
  }
}
