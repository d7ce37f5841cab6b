package io.finstage.server.contract;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is compared with what, as proto/contract/README.md has it: objects by the fields that are
 * expected, lists item by item, {@code "*"} with anything, {@code "$absent"} with nothing, and
 * {@code "$name"} with what that name stood for the first time.
 */
final class Pattern {

  private static final String ANY = "*";
  private static final String ABSENT = "$absent";

  private final Map<String, JsonElement> captured = new HashMap<>();

  /** What does not fit; empty when all does. Captures are kept only then. */
  Optional<String> mismatch(JsonElement expected, JsonElement actual) {
    Map<String, JsonElement> before = Map.copyOf(captured);
    Optional<String> fault = compare("", expected, actual);
    if (fault.isPresent()) {
      captured.clear();
      captured.putAll(before);
    }
    return fault;
  }

  /** {@code said}, with what was captured in the place of its names. */
  JsonElement filled(JsonElement said) {
    if (said instanceof JsonObject object) {
      JsonObject filled = new JsonObject();
      object.asMap().forEach((name, value) -> filled.add(name, filled(value)));
      return filled;
    }
    if (said instanceof JsonArray list) {
      JsonArray filled = new JsonArray();
      list.forEach(item -> filled.add(filled(item)));
      return filled;
    }
    String name = name(said);
    return name == null ? said : captured.getOrDefault(name, said);
  }

  private Optional<String> compare(
      String path, JsonElement expected, @Nullable JsonElement actual) {
    if (expected.equals(new JsonPrimitive(ABSENT))) {
      return actual == null ? Optional.empty() : fault(path, "to be absent", actual);
    }
    if (actual == null) {
      return fault(path, expected.toString(), null);
    }
    if (expected.equals(new JsonPrimitive(ANY))) {
      return Optional.empty();
    }
    if (expected instanceof JsonObject fields && actual instanceof JsonObject object) {
      return fields.asMap().entrySet().stream()
          .map(field ->
              compare(path + "." + field.getKey(), field.getValue(), object.get(field.getKey())))
          .flatMap(Optional::stream)
          .findFirst();
    }
    if (expected instanceof JsonArray items && actual instanceof JsonArray list) {
      return items.size() == list.size()
          ? compareItems(path, items, list)
          : fault(path, items.size() + " items", actual);
    }
    String name = name(expected);
    if (name != null) {
      JsonElement known = captured.putIfAbsent(name, actual);
      return known == null ? Optional.empty() : compare(path, known, actual);
    }
    return isSame(expected, actual) ? Optional.empty() : fault(path, expected.toString(), actual);
  }

  private Optional<String> compareItems(String path, JsonArray items, JsonArray list) {
    for (int i = 0; i < items.size(); i++) {
      Optional<String> fault = compare(path + "[" + i + "]", items.get(i), list.get(i));
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static boolean isSame(JsonElement expected, JsonElement actual) {
    return (isNumber(expected) && isNumber(actual))
        ? expected.getAsBigDecimal().compareTo(actual.getAsBigDecimal()) == 0
        : expected.equals(actual);
  }

  private static boolean isNumber(JsonElement element) {
    return element instanceof JsonPrimitive primitive && primitive.isNumber();
  }

  private static @Nullable String name(JsonElement element) {
    boolean text = element instanceof JsonPrimitive primitive && primitive.isString();
    return (text && element.getAsString().startsWith("$")) ? element.getAsString() : null;
  }

  private static Optional<String> fault(
      String path, String expected, @Nullable JsonElement actual) {
    return Optional.of("expected" + path + " " + expected + ", not " + actual);
  }
}
