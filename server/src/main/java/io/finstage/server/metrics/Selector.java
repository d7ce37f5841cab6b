package io.finstage.server.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which readings are meant: a family, and labels that they have among others. Written as readings
 * are: {@code finstage_ticks_total:rate{source="simulated"}}.
 *
 * @param family with its {@code :rate}, {@code :p50} or {@code :p99}
 */
record Selector(String family, Map<String, String> labels) {

  private static final int LENGTH_MAX = 512;
  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*(?::[a-z0-9]+)?)(?:\\{(.*)})?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\n\"])*)\"(,|$)");

  Selector {
    labels = Map.copyOf(labels);
  }

  /** Empty when the text has another form. */
  static Optional<Selector> parse(String text) {
    if (text.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Map<String, String> labels = new HashMap<>();
    String inside = Optional.ofNullable(form.group(2)).orElse("");
    Matcher label = LABEL.matcher(inside);
    int at = 0;
    while (at < inside.length()) {
      if (!label.find(at) || label.start() != at) {
        return Optional.empty();
      }
      labels.put(label.group(1), label.group(2));
      at = label.end();
    }
    return Optional.of(new Selector(form.group(1), labels));
  }

  /** Whether {@code reading} is one of those that are meant. */
  boolean takes(Selector reading) {
    return family.equals(reading.family)
        && reading.labels.entrySet().containsAll(labels.entrySet());
  }
}
