package io.finstage.server.tasks;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A payload that is a JSON object, read field by field; no bytes at all are an empty one. Strict: a
 * field that nobody asked for is refused by {@link #end}, since a misspelled one would otherwise be
 * left out in silence. {@code null} counts as absent. Every refusal names the field; no other
 * attempt could read it, so it is for good. Not thread-safe.
 */
public final class Payload {

  private static final int SHOWN_MAX = 64;

  private final Map<String, JsonElement> fields;

  private Payload(Map<String, JsonElement> fields) {
    this.fields = fields;
  }

  /** Reads the text, not yet the fields. */
  public static Payload of(Bytes bytes) throws FailedForGoodException {
    Map<String, JsonElement> fields = new HashMap<>();
    if (bytes.size() == 0) {
      return new Payload(fields);
    }
    try (JsonReader reader = new JsonReader(new StringReader(utf8(bytes)))) {
      reader.setStrictness(Strictness.STRICT);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new FailedForGoodException("the payload must be a JSON object");
      }
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        JsonElement value = JsonParser.parseReader(reader);
        if (fields.put(name, value) != null) {
          throw wrong(name, "must be given only once");
        }
      }
      reader.endObject();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new FailedForGoodException("the payload must end after its JSON object");
      }
    } catch (IOException | JsonParseException e) {
      throw new FailedForGoodException("the payload is not JSON: it must be an object in UTF-8", e);
    }
    fields.values().removeIf(JsonNull.class::isInstance);
    return new Payload(fields);
  }

  /** What to throw for a field whose value is wrong. */
  public static FailedForGoodException wrong(String field, String description) {
    return new FailedForGoodException(shown(field) + " " + description);
  }

  /** Whether it is there; it is not taken. */
  public boolean has(String field) {
    return fields.containsKey(field);
  }

  /** Whether it is there and a text; it is not taken. */
  public boolean isText(String field) {
    return fields.get(field) instanceof JsonPrimitive text && text.isString();
  }

  /** A whole number that must be there. */
  public long whole(String field, long min, long max) throws FailedForGoodException {
    if (!has(field)) {
      throw wrong(field, "must be given: a whole number from " + min + " to " + max);
    }
    return whole(field, min, max, min);
  }

  /**
   * A whole number.
   *
   * @param standard when it is absent
   */
  public long whole(String field, long min, long max, long standard) throws FailedForGoodException {
    JsonElement value = fields.remove(field);
    if (value == null) {
      return standard;
    }
    if (value instanceof JsonPrimitive number && number.isNumber()) {
      try {
        long whole = exact(number.getAsString());
        if (whole >= min && whole <= max) {
          return whole;
        }
      } catch (ArithmeticException | NumberFormatException e) {
        // Told below, as any other value.
      }
    }
    throw wrong(
        field, "must be a whole number from " + min + " to " + max + ", not " + shown(value));
  }

  /** A text; empty when it is absent. */
  public Optional<String> text(String field) throws FailedForGoodException {
    JsonElement value = fields.remove(field);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonPrimitive text && text.isString()) {
      return Optional.of(text.getAsString());
    }
    throw wrong(field, "must be a string, not " + shown(value));
  }

  /** A moment, as in {@code 2013-10-07T13:30:00Z}; empty when it is absent. */
  public Optional<Instant> time(String field) throws FailedForGoodException {
    Optional<String> text = text(field);
    try {
      return text.map(it -> OffsetDateTime.parse(it).toInstant());
    } catch (DateTimeException e) {
      throw wrong(field, "must be a time as in 2013-10-07T13:30:00Z, not " + shown(text.get()));
    }
  }

  /** A day, as in {@code 2013-10-07}; empty when it is absent. */
  public Optional<LocalDate> date(String field) throws FailedForGoodException {
    Optional<String> text = text(field);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw wrong(field, "must be a day as in 2013-10-07, not " + shown(text.get()));
    }
  }

  /**
   * A list of texts; empty when it is absent.
   *
   * @param max how many
   */
  public List<String> texts(String field, int max) throws FailedForGoodException {
    JsonElement value = fields.remove(field);
    if (value == null) {
      return List.of();
    }
    if (!value.isJsonArray()) {
      throw wrong(field, "must be a list of strings, not " + shown(value));
    }
    if (value.getAsJsonArray().size() > max) {
      throw wrong(
          field, "must have at most " + max + " entries, not " + value.getAsJsonArray().size());
    }
    List<String> texts = new ArrayList<>();
    for (JsonElement entry : value.getAsJsonArray()) {
      if (!(entry instanceof JsonPrimitive text && text.isString())) {
        throw wrong(field + "[" + texts.size() + "]", "must be a string, not " + shown(entry));
      }
      texts.add(entry.getAsString());
    }
    return List.copyOf(texts);
  }

  /**
   * After the last field was read.
   *
   * @param kind whose payload it is, for the message
   */
  public void end(String kind) throws FailedForGoodException {
    Optional<String> left = fields.keySet().stream().sorted().findFirst();
    if (left.isPresent()) {
      throw wrong(left.get(), "is no field of the payload of " + kind);
    }
  }

  /** BigDecimal would spell out 1e999999999. */
  private static long exact(String number) {
    BigDecimal value = new BigDecimal(number);
    if (Math.abs((long) value.precision() - value.scale()) > 20 || value.scale() > 20) {
      throw new ArithmeticException("far from any whole number that fits");
    }
    return value.longValueExact();
  }

  private static String utf8(Bytes bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.array())).toString();
  }

  private static String shown(JsonElement value) {
    return shown(value.toString());
  }

  private static String shown(String text) {
    String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() > SHOWN_MAX ? printable.substring(0, SHOWN_MAX) + "..." : printable;
  }
}
