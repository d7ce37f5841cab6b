package io.finstage.server.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One conversation, from the server's start to its end.
 *
 * @param name of its file
 * @param settings of the server, where they are not the defaults
 * @param ignored events that the conversation is not about
 * @param notOver wires that cannot carry any of it
 */
record Script(
    String name,
    Map<String, String> settings,
    List<JsonObject> ignored,
    Set<Wire> notOver,
    List<Step> steps) {

  private static final Path FOLDER = Path.of("..", "proto", "contract");
  private static final String SUFFIX = ".json";
  private static final Set<String> KEYS =
      Set.of("about", "config", "ignore", "not_over", "why", "steps");

  /** All of them, by name. */
  static List<Script> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(Script::read)
          .toList();
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static Script read(Path file) {
    String name = file.getFileName().toString().replace(SUFFIX, "");
    try {
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      if (!KEYS.containsAll(json.keySet()) || !json.has("about")) {
        throw new IllegalArgumentException("a script has about, steps, and maybe " + KEYS);
      }
      if (json.has("not_over") && !json.has("why")) {
        throw new IllegalArgumentException("a script that is not for all wires says why");
      }
      return new Script(
          name,
          settings(json.getAsJsonObject("config")),
          list(json, "ignore").stream().map(JsonElement::getAsJsonObject).toList(),
          list(json, "not_over").stream()
              .map(JsonElement::getAsString)
              .map(Wire::of)
              .collect(Collectors.toSet()),
          Step.list(json.get("steps")));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, String> settings(JsonObject config) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (config != null) {
      config.asMap().forEach((key, value) -> settings.put(key, value.getAsString()));
    }
    return settings;
  }

  private static List<JsonElement> list(JsonObject json, String key) {
    return json.has(key) ? json.getAsJsonArray(key).asList() : List.of();
  }
}
