package io.finstage.server;

import io.finstage.server.Layer.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** All layers laid over each other: a later one wins. What is wrong is gathered, not thrown. */
final class Settings {

  private static final int SUGGEST_DISTANCE_MAX = 3;

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  Settings(List<Layer> layers) {
    for (Layer layer : layers) {
      problems.addAll(layer.problems());
      layer.settings().forEach((name, setting) -> check(name, setting));
      settings.putAll(layer.settings());
    }
  }

  /** One line per mistake, of all layers; empty when all is well. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** The value in force; call only when there are no problems. */
  <T> T get(Key<T> key) {
    return read(key, inForce(key));
  }

  /** Notes that the value in force does not go together with the others. */
  void refuse(Key<?> key, String why) {
    Setting setting = inForce(key);
    problems.add(line(key.name(), setting.text(), why, setting.origin()));
  }

  private Setting inForce(Key<?> key) {
    return Objects.requireNonNull(settings.get(key.name()), key.name());
  }

  private void check(String name, Setting setting) {
    Optional<Key<?>> key = Keys.ALL.stream().filter(k -> k.name().equals(name)).findFirst();
    if (key.isEmpty()) {
      problems.add(line(name, setting.text(), "unknown key" + suggestion(name), setting.origin()));
      return;
    }
    try {
      read(key.get(), setting);
    } catch (IllegalArgumentException e) {
      problems.add(
          line(name, setting.text(), "must be " + key.get().kind().allowed(), setting.origin()));
    }
  }

  private static <T> T read(Key<T> key, Setting setting) {
    String text = setting.text().strip();
    if (key.kind().relative() && !text.isEmpty()) {
      text = setting.base().resolve(text).normalize().toString();
    }
    return key.kind().read(text);
  }

  private static String line(String name, String text, String why, String origin) {
    return LogLine.escape(name + " = '" + text + "': " + why + " (" + origin + ")");
  }

  private static String suggestion(String name) {
    String asked =
        name.startsWith(Layer.VARIABLE_PREFIX)
            ? name.substring(Layer.VARIABLE_PREFIX.length())
            : name;
    Comparator<Key<?>> byDistance = Comparator.comparingInt(k -> distance(plain(asked), k));
    Optional<Key<?>> near =
        Keys.ALL.stream()
            .min(byDistance)
            .filter(k -> distance(plain(asked), k) <= SUGGEST_DISTANCE_MAX);
    Stream<Key<?>> sameEnd =
        Keys.ALL.stream().filter(k -> plain(k.name()).endsWith("." + plain(asked)));
    return near.or(sameEnd::findFirst)
        .map(k -> name.equals(asked) ? k.name() : k.variable())
        .map(known -> "; did you mean " + known + "?")
        .orElse("; --help names the known ones");
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
  }

  private static int distance(String asked, Key<?> key) {
    return distance(asked, plain(key.name()));
  }

  /** Levenshtein: the fewest insertions, removals and replacements that lead from a to b. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
