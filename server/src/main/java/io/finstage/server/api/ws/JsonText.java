package io.finstage.server.api.ws;

import com.google.gson.stream.JsonWriter;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.finstage.proto.v1.Delivery;
import io.finstage.proto.v1.Subscription;
import io.finstage.proto.v1.SymbolResult;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A message of the contract to JSON text: proto3 JSON with proto field names, flattened and tagged.
 *
 * <p>Unlike proto3 JSON's default, a plain field is printed even when it is zero, so that a reader
 * finds {@code "conflated":0}; absent are only optional fields and messages without a value, the
 * {@code interval_ms} of a delivery without an interval, the sequence of a symbol that was not
 * subscribed, a task's empty payload and result, and what only answers about tasks have. Stateless.
 */
final class JsonText {

  private static final double EXACT_MAX = 1e15;
  private static final int NANO_DIGITS = 9;

  /** What {@code google.rpc.Status} carries here, by full name. */
  private static final Map<String, Message> DETAILS =
      Stream.<Message>of(
              ErrorInfo.getDefaultInstance(),
              BadRequest.getDefaultInstance(),
              RetryInfo.getDefaultInstance())
          .collect(
              Collectors.toUnmodifiableMap(
                  it -> it.getDescriptorForType().getFullName(), it -> it));

  private JsonText() {}

  /**
   * Prints the case that the only oneof of {@code envelope} holds.
   *
   * @throws IllegalArgumentException if it holds none
   */
  static String print(Message envelope) {
    OneofDescriptor cases = envelope.getDescriptorForType().getRealOneofs().getFirst();
    FieldDescriptor chosen = envelope.getOneofFieldDescriptor(cases);
    if (chosen == null) {
      throw new IllegalArgumentException("an empty " + cases.getContainingType().getName());
    }
    StringWriter text = new StringWriter();
    JsonWriter writer = new JsonWriter(text);
    try {
      writer.beginObject();
      writer.name(JsonMessages.TYPE).value(chosen.getName());
      fields(writer, (Message) envelope.getField(chosen));
      writer.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string that cannot be written", e);
    }
    return text.toString();
  }

  /** The shortest text that reads back as {@code value}, whole numbers without a fraction. */
  static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < EXACT_MAX;
    boolean negativeZero = value == 0 && 1 / value < 0;
    return whole && !negativeZero ? Long.toString((long) value) : Double.toString(value);
  }

  private static void fields(JsonWriter writer, Message message) throws IOException {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (speaksOf(message, field)) {
        writer.name(field.getName());
        if (field.isMapField()) {
          map(writer, (List<?>) message.getField(field));
        } else if (field.isRepeated()) {
          writer.beginArray();
          for (Object value : (List<?>) message.getField(field)) {
            value(writer, field, value);
          }
          writer.endArray();
        } else {
          value(writer, field, message.getField(field));
        }
      }
    }
  }

  private static boolean speaksOf(Message message, FieldDescriptor field) {
    if (field.hasPresence()) {
      return message.hasField(field);
    }
    if (field.isRepeated()) {
      return !isOfTasks(field) || message.getRepeatedFieldCount(field) > 0;
    }
    if (!message.getField(field).equals(field.getDefaultValue())) {
      return true;
    }
    return switch (message) {
      case Delivery delivery -> false;
      case Task task -> field.getJavaType() != FieldDescriptor.JavaType.BYTE_STRING;
      case SymbolResult result ->
          switch (result.getStatus()) {
            case OK, PENDING, ALREADY_SUBSCRIBED -> true;
            default -> false;
          };
      default -> true;
    };
  }

  /** What answers have for tasks only: those about prices do not mention it. */
  private static boolean isOfTasks(FieldDescriptor field) {
    return (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            && field.getMessageType().equals(TaskResult.getDescriptor()))
        || field.getContainingType().equals(Subscription.getDescriptor())
        || field.getContainingType().equals(TaskResult.getDescriptor());
  }

  private static void map(JsonWriter writer, List<?> pairs) throws IOException {
    writer.beginObject();
    for (Object item : pairs) {
      Message pair = (Message) item;
      FieldDescriptor value = pair.getDescriptorForType().findFieldByNumber(2);
      writer.name(pair.getField(pair.getDescriptorForType().findFieldByNumber(1)).toString());
      value(writer, value, pair.getField(value));
    }
    writer.endObject();
  }

  private static void value(JsonWriter writer, FieldDescriptor field, Object value)
      throws IOException {
    switch (field.getJavaType()) {
      case INT, LONG -> writer.value(((Number) value).longValue());
      case DOUBLE -> real(writer, (Double) value);
      case BOOLEAN -> writer.value((Boolean) value);
      case STRING -> writer.value((String) value);
      case ENUM -> writer.value(((EnumValueDescriptor) value).getName());
      case MESSAGE -> {
        if (value instanceof Timestamp time) {
          writer.value(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
        } else if (value instanceof Duration length) {
          writer.value(seconds(length));
        } else if (value instanceof Any detail) {
          detail(writer, detail);
        } else {
          writer.beginObject();
          fields(writer, (Message) value);
          writer.endObject();
        }
      }
      case BYTE_STRING ->
          writer.value(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case FLOAT -> throw new IllegalStateException("no JSON for " + field);
    }
  }

  /** A detail of a status, with its type; its bytes where the type is none of ours. */
  private static void detail(JsonWriter writer, Any detail) throws IOException {
    writer.beginObject();
    writer.name("@type").value(detail.getTypeUrl());
    String type = detail.getTypeUrl().substring(detail.getTypeUrl().lastIndexOf('/') + 1);
    Message known = DETAILS.get(type);
    if (known == null) {
      writer
          .name("value")
          .value(Base64.getEncoder().encodeToString(detail.getValue().toByteArray()));
    } else {
      fields(writer, known.getParserForType().parseFrom(detail.getValue()));
    }
    writer.endObject();
  }

  /** What is no number in JSON is a string in proto3 JSON: {@code "NaN"}. */
  private static void real(JsonWriter writer, double value) throws IOException {
    if (Double.isFinite(value)) {
      writer.jsonValue(number(value));
    } else {
      writer.value(Double.toString(value));
    }
  }

  /** As proto3 JSON has it: {@code "300s"}, {@code "0.250s"}. */
  private static String seconds(Duration length) {
    return BigDecimal.valueOf(length.getSeconds())
            .add(BigDecimal.valueOf(length.getNanos(), NANO_DIGITS))
            .stripTrailingZeros()
            .toPlainString()
        + "s";
  }
}
