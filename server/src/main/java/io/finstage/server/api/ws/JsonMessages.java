package io.finstage.server.api.ws;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON text to a message of the contract: proto3 JSON with proto field names, flattened and tagged.
 *
 * <p>The text is read twice. The first pass finds {@code type} and {@code request_id}, wherever
 * they stand, so that even a bad request is answered under its id; the second follows the message's
 * descriptor. Strict: what the contract does not name is refused. {@code null} counts as absent, as
 * proto3 JSON has it. Stateless.
 */
final class JsonMessages {

  /** The key that names the case. */
  static final String TYPE = "type";

  private static final String REQUEST_ID = "request_id";
  private static final int PATH_MAX = 128;
  private static final int NANO_DIGITS = 9;
  private static final Pattern LENGTH = Pattern.compile("(-?[0-9]{1,12}(?:\\.[0-9]{1,9})?)s");

  /** Leaves the recursion; never leaves this class. */
  private static final class Refusal extends Exception {
    private final String path;
    private final String description;

    Refusal(String path, String description) {
      super(description, null, false, false);
      this.path = path;
      this.description = description;
    }
  }

  private @Nullable String type;
  private String requestId = "";

  private JsonMessages() {}

  /**
   * Reads {@code text} as one case of the only oneof of {@code envelope}.
   *
   * @param envelope empty; filled where the text is right
   */
  static Parsed parse(String text, Message.Builder envelope) {
    JsonMessages reading = new JsonMessages();
    try {
      reading.scan(reader(text));
      FieldDescriptor chosen = reading.chosen(envelope.getDescriptorForType());
      Message.Builder body = envelope.newBuilderForField(chosen);
      JsonReader reader = reader(text);
      fill(reader, body, true);
      return new Parsed.Read(envelope.setField(chosen, body.build()).build());
    } catch (Refusal refusal) {
      return new Parsed.Refused(reading.requestId, refusal.path, refusal.description);
    } catch (IOException e) {
      return new Parsed.Refused(reading.requestId, "", "the message is not JSON");
    }
  }

  private static JsonReader reader(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    return reader;
  }

  private void scan(JsonReader reader) throws IOException, Refusal {
    expect(reader, JsonToken.BEGIN_OBJECT, "the message must be an object");
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      boolean text = reader.peek() == JsonToken.STRING;
      if (text && name.equals(TYPE)) {
        type = reader.nextString();
      } else if (text && name.equals(REQUEST_ID)) {
        String id = reader.nextString();
        requestId = isUnicode(id) ? id : "";
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new Refusal("", "the message must end after its object");
    }
  }

  private FieldDescriptor chosen(Descriptor envelope) throws Refusal {
    if (type == null) {
      throw new Refusal(TYPE, "must be a string that names what is said");
    }
    FieldDescriptor chosen = envelope.findFieldByName(type);
    if (chosen == null || chosen.getRealContainingOneof() == null) {
      throw new Refusal(TYPE, "must be one of " + names(envelope));
    }
    return chosen;
  }

  private static String names(Descriptor envelope) {
    return envelope.getRealOneofs().getFirst().getFields().stream()
        .map(FieldDescriptor::getName)
        .collect(Collectors.joining(", "));
  }

  private static void fill(JsonReader reader, Message.Builder into, boolean tagged)
      throws IOException, Refusal {
    expect(reader, JsonToken.BEGIN_OBJECT, "must be an object");
    Descriptor descriptor = into.getDescriptorForType();
    Set<String> seen = new HashSet<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (!seen.add(name)) {
        throw refusal(reader.getPath(), "must be given only once");
      }
      FieldDescriptor field = descriptor.findFieldByName(name);
      if (tagged && name.equals(TYPE)) {
        reader.skipValue();
      } else if (field == null) {
        throw refusal(reader.getPath(), "is not a field of " + descriptor.getName());
      } else if (reader.peek() == JsonToken.NULL) {
        reader.nextNull();
      } else if (field.getRealContainingOneof() != null
          && into.hasOneof(field.getRealContainingOneof())) {
        throw refusal(reader.getPath(), "must not stand beside another " + kind(field));
      } else if (field.isMapField()) {
        map(reader, into, field);
      } else if (field.isRepeated()) {
        list(reader, into, field);
      } else {
        into.setField(field, value(reader, into, field));
      }
    }
    reader.endObject();
  }

  private static String kind(FieldDescriptor field) {
    return field.getRealContainingOneof().getName();
  }

  private static void list(JsonReader reader, Message.Builder into, FieldDescriptor field)
      throws IOException, Refusal {
    expect(reader, JsonToken.BEGIN_ARRAY, "must be a list");
    reader.beginArray();
    while (reader.hasNext()) {
      into.addRepeatedField(field, value(reader, into, field));
    }
    reader.endArray();
  }

  private static void map(JsonReader reader, Message.Builder into, FieldDescriptor field)
      throws IOException, Refusal {
    expect(reader, JsonToken.BEGIN_OBJECT, "must be an object");
    Descriptor entry = field.getMessageType();
    FieldDescriptor key = entry.findFieldByNumber(1);
    FieldDescriptor value = entry.findFieldByNumber(2);
    Set<String> seen = new HashSet<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (!seen.add(name)) {
        throw refusal(reader.getPath(), "must be given only once");
      }
      if (!isUnicode(name)) {
        throw refusal(reader.getPath(), "must be Unicode text");
      }
      Message.Builder pair = into.newBuilderForField(field).setField(key, name);
      into.addRepeatedField(field, pair.setField(value, value(reader, pair, value)).build());
    }
    reader.endObject();
  }

  private static Object value(JsonReader reader, Message.Builder parent, FieldDescriptor field)
      throws IOException, Refusal {
    return switch (field.getJavaType()) {
      case INT -> (int) whole(reader, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> whole(reader, Long.MIN_VALUE, Long.MAX_VALUE);
      case DOUBLE -> number(reader);
      case BOOLEAN -> {
        expect(reader, JsonToken.BOOLEAN, "must be true or false");
        yield reader.nextBoolean();
      }
      case STRING -> text(reader);
      case ENUM -> choice(reader, field);
      case MESSAGE -> {
        if (field.getMessageType().equals(Timestamp.getDescriptor())) {
          yield time(reader);
        }
        if (field.getMessageType().equals(Duration.getDescriptor())) {
          yield length(reader);
        }
        Message.Builder body = parent.newBuilderForField(field);
        fill(reader, body, false);
        yield body.build();
      }
      case BYTE_STRING -> bytes(reader);
      case FLOAT -> throw new IllegalStateException("no JSON for " + field);
    };
  }

  private static long whole(JsonReader reader, long min, long max) throws IOException, Refusal {
    expect(reader, JsonToken.NUMBER, "must be a whole number");
    String text = reader.nextString();
    for (int i = text.charAt(0) == '-' ? 1 : 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        throw refusal(reader.getPreviousPath(), "must be a whole number");
      }
    }
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException tooLong) {
      // Refused below, as any number out of range.
    }
    throw refusal(reader.getPreviousPath(), "must be from " + min + " to " + max);
  }

  /** {@code "NaN"} is the one word for a number: a bar that is missing has it. */
  private static double number(JsonReader reader) throws IOException, Refusal {
    if (reader.peek() == JsonToken.STRING) {
      if (reader.nextString().equals("NaN")) {
        return Double.NaN;
      }
      throw refusal(reader.getPreviousPath(), "must be a number");
    }
    expect(reader, JsonToken.NUMBER, "must be a number");
    double value = Double.parseDouble(reader.nextString());
    if (!Double.isFinite(value)) {
      throw refusal(reader.getPreviousPath(), "must be finite");
    }
    return value;
  }

  private static String text(JsonReader reader) throws IOException, Refusal {
    expect(reader, JsonToken.STRING, "must be a string");
    String value = reader.nextString();
    if (!isUnicode(value)) {
      throw refusal(reader.getPreviousPath(), "must be Unicode text");
    }
    return value;
  }

  private static EnumValueDescriptor choice(JsonReader reader, FieldDescriptor field)
      throws IOException, Refusal {
    EnumValueDescriptor value = field.getEnumType().findValueByName(text(reader));
    if (value == null) {
      String names =
          String.join(
              ", ",
              field.getEnumType().getValues().stream()
                  .filter(known -> known.getNumber() != 0)
                  .map(EnumValueDescriptor::getName)
                  .toList());
      throw refusal(reader.getPreviousPath(), "must be one of " + names);
    }
    return value;
  }

  private static Timestamp time(JsonReader reader) throws IOException, Refusal {
    try {
      Instant time = OffsetDateTime.parse(text(reader)).toInstant();
      return Timestamp.newBuilder()
          .setSeconds(time.getEpochSecond())
          .setNanos(time.getNano())
          .build();
    } catch (DateTimeException e) {
      throw refusal(reader.getPreviousPath(), "must be an RFC 3339 time");
    }
  }

  /** As in {@code "1.5s"}. */
  private static Duration length(JsonReader reader) throws IOException, Refusal {
    Matcher match = LENGTH.matcher(text(reader));
    if (!match.matches()) {
      throw refusal(reader.getPreviousPath(), "must be seconds, as in \"1.5s\"");
    }
    BigDecimal nanos = new BigDecimal(match.group(1)).movePointRight(NANO_DIGITS);
    BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.ONE.movePointRight(NANO_DIGITS));
    return Duration.newBuilder()
        .setSeconds(parts[0].longValueExact())
        .setNanos(parts[1].intValueExact())
        .build();
  }

  private static ByteString bytes(JsonReader reader) throws IOException, Refusal {
    try {
      return ByteString.copyFrom(Base64.getDecoder().decode(text(reader)));
    } catch (IllegalArgumentException e) {
      throw refusal(reader.getPreviousPath(), "must be base64");
    }
  }

  private static void expect(JsonReader reader, JsonToken token, String description)
      throws IOException, Refusal {
    if (reader.peek() != token) {
      throw refusal(reader.getPath(), description);
    }
  }

  /** Gson names the whole text {@code $}, and a field of it {@code $.field}. */
  private static Refusal refusal(String path, String description) {
    String field = path.startsWith("$.") ? path.substring(2) : "";
    int end = Math.min(field.length(), PATH_MAX);
    if (end < field.length() && Character.isHighSurrogate(field.charAt(end - 1))) {
      end--;
    }
    String known = field.substring(0, end);
    return new Refusal(isUnicode(known) ? known : "", description);
  }

  private static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
