package io.finstage.server.contract;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.StreamEvent;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Between protobuf and the contract's JSON, read off the descriptors. Written a second time, apart
 * from the server's, so that a mistake there shows.
 */
final class Messages {

  private static final String TYPE = "type";

  private Messages() {}

  /** The request that {@code said} spells; empty when it has no type. */
  static ConnectRequest request(JsonObject said) {
    ConnectRequest.Builder envelope = ConnectRequest.newBuilder();
    if (!said.has(TYPE)) {
      return envelope.build();
    }
    FieldDescriptor chosen =
        envelope.getDescriptorForType().findFieldByName(said.get(TYPE).getAsString());
    if (chosen == null) {
      throw new AssertionError("protobuf cannot say " + said);
    }
    Message.Builder body = envelope.newBuilderForField(chosen);
    JsonObject fields = said.deepCopy();
    fields.remove(TYPE);
    fill(body, fields);
    return envelope.setField(chosen, body.build()).build();
  }

  /** What {@code event} says. */
  static JsonObject said(StreamEvent event) {
    Map.Entry<FieldDescriptor, Object> only = event.getAllFields().entrySet().iterator().next();
    JsonObject said = new JsonObject();
    said.addProperty(TYPE, only.getKey().getName());
    json((Message) only.getValue()).entrySet().forEach(e -> said.add(e.getKey(), e.getValue()));
    return said;
  }

  /** Takes in fields as the contract spells them. */
  static void fill(Message.Builder into, JsonObject fields) {
    fields
        .asMap()
        .forEach((name, json) -> {
          FieldDescriptor field = into.getDescriptorForType().findFieldByName(name);
          if (field == null) {
            throw new AssertionError("protobuf has no field " + name);
          }
          if (field.isMapField()) {
            json.getAsJsonObject().asMap().forEach((key, value) -> pair(into, field, key, value));
          } else if (field.isRepeated()) {
            json.getAsJsonArray()
                .forEach(item -> into.addRepeatedField(field, value(into, field, item)));
          } else {
            into.setField(field, value(into, field, json));
          }
        });
  }

  private static void pair(
      Message.Builder into, FieldDescriptor field, String key, JsonElement json) {
    Message.Builder pair = into.newBuilderForField(field);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    pair.setField(field.getMessageType().findFieldByNumber(1), key);
    pair.setField(value, value(pair, value, json));
    into.addRepeatedField(field, pair.build());
  }

  private static Object value(Message.Builder parent, FieldDescriptor field, JsonElement json) {
    return switch (field.getJavaType()) {
      case INT -> json.getAsInt();
      case LONG -> json.getAsLong();
      case DOUBLE -> json.getAsDouble();
      case BOOLEAN -> json.getAsBoolean();
      case STRING -> json.getAsString();
      case ENUM ->
          json.getAsJsonPrimitive().isNumber()
              ? field.getEnumType().findValueByNumberCreatingIfUnknown(json.getAsInt())
              : field.getEnumType().findValueByName(json.getAsString());
      case MESSAGE -> {
        Message.Builder body = parent.newBuilderForField(field);
        fill(body, json.getAsJsonObject());
        yield body.build();
      }
      case BYTE_STRING -> ByteString.copyFrom(Base64.getDecoder().decode(json.getAsString()));
      case FLOAT -> throw new AssertionError("not in the contract: " + field);
    };
  }

  private static JsonObject json(Message message) {
    JsonObject json = new JsonObject();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        json.add(field.getName(), map((List<?>) message.getField(field)));
      } else if (field.isRepeated()) {
        JsonArray list = new JsonArray();
        ((List<?>) message.getField(field)).forEach(item -> list.add(json(field, item)));
        json.add(field.getName(), list);
      } else if (!field.hasPresence() || message.hasField(field)) {
        json.add(field.getName(), json(field, message.getField(field)));
      }
    }
    return json;
  }

  private static JsonObject map(List<?> pairs) {
    JsonObject json = new JsonObject();
    for (Object item : pairs) {
      Message pair = (Message) item;
      FieldDescriptor value = pair.getDescriptorForType().findFieldByNumber(2);
      Object key = pair.getField(pair.getDescriptorForType().findFieldByNumber(1));
      json.add(key.toString(), json(value, pair.getField(value)));
    }
    return json;
  }

  private static JsonElement json(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case INT, LONG, DOUBLE -> new JsonPrimitive((Number) value);
      case BOOLEAN -> new JsonPrimitive((Boolean) value);
      case STRING -> new JsonPrimitive((String) value);
      case ENUM -> new JsonPrimitive(((EnumValueDescriptor) value).getName());
      case MESSAGE ->
          switch (value) {
            case Timestamp time ->
                new JsonPrimitive(
                    Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
            case Duration length when length.getNanos() == 0 ->
                new JsonPrimitive(length.getSeconds() + "s");
            default -> json((Message) value);
          };
      case BYTE_STRING ->
          new JsonPrimitive(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case FLOAT -> throw new AssertionError("not in the contract: " + field);
    };
  }
}
