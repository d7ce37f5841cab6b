package io.finstage.server.metrics;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the Prometheus text format strictly: whatever a scraper could stumble over is an error. */
public final class ExpositionParser {

  /** One family with its samples, keyed by {@code name{label="value",...}} with sorted labels. */
  public record Family(String type, String help, Map<String, Double> samples) {}

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");
  private static final Set<String> TYPES =
      Set.of("counter", "gauge", "histogram", "summary", "untyped");

  private final Map<String, Family> families = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();
  private String name = "";
  private String help = "";

  private ExpositionParser() {}

  /** The families by name. */
  public static Map<String, Family> parse(String text) {
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the last line does not end");
    }
    ExpositionParser parser = new ExpositionParser();
    text.lines().forEach(parser::line);
    parser.families.forEach(ExpositionParser::checkHistogram);
    return parser.families;
  }

  private void line(String line) {
    if (line.startsWith("# HELP ")) {
      String[] parts = line.substring(7).split(" ", 2);
      name = parts[0];
      help = parts[1];
    } else if (line.startsWith("# TYPE ")) {
      String[] parts = line.substring(7).split(" ", -1);
      check(parts.length == 2 && TYPES.contains(parts[1]), line);
      check(name.equals(parts[0]), "TYPE without its HELP: " + line);
      check(families.put(name, new Family(parts[1], help, new LinkedHashMap<>())) == null, line);
    } else {
      sample(line);
    }
  }

  private void sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    check(matcher.matches(), line);
    check(families.containsKey(name), "a sample before its TYPE: " + line);
    Family family = requireNonNull(families.get(name));
    String suffix = matcher.group(1).substring(Math.min(matcher.group(1).length(), name.length()));
    check(matcher.group(1).startsWith(name), "outside its family " + name + ": " + line);
    check(suffixes(family.type()).contains(suffix), "suffix " + suffix + ": " + line);
    String value = matcher.group(3);
    double number =
        switch (value) {
          case "+Inf" -> Double.POSITIVE_INFINITY;
          case "NaN" -> Double.NaN;
          default -> Double.parseDouble(value);
        };
    check(family.type().equals("gauge") || !(number < 0), line);
    String key = matcher.group(1) + labels(matcher.group(2));
    check(seen.add(key), "twice: " + key);
    family.samples().put(key, number);
  }

  private static Set<String> suffixes(String type) {
    return switch (type) {
      case "histogram" -> Set.of("_bucket", "_sum", "_count");
      case "summary" -> Set.of("", "_sum", "_count");
      default -> Set.of("");
    };
  }

  private static Map<String, String> labels(@Nullable String text) {
    Map<String, String> labels = new TreeMap<>();
    if (text == null) {
      return labels;
    }
    Matcher matcher = LABEL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      check(matcher.find(at) && matcher.start() == at, "labels " + text);
      check(labels.put(matcher.group(1), matcher.group(2)) == null, "labels " + text);
      at = matcher.end();
    }
    return labels;
  }

  /** Buckets never fall, and the last one is the count. */
  private static void checkHistogram(String name, Family family) {
    if (!family.type().equals("histogram")) {
      return;
    }
    Map<String, List<Double>> buckets = new LinkedHashMap<>();
    family
        .samples()
        .forEach((key, value) -> {
          if (key.startsWith(name + "_bucket")) {
            String series = key.replaceFirst("(, )?le=[^,}]*", "").replace("{, ", "{");
            buckets.computeIfAbsent(series, ignored -> new ArrayList<>()).add(value);
          }
        });
    buckets.forEach((series, values) -> {
      check(values.stream().sorted().toList().equals(values), "falling buckets: " + series);
      Double count = family.samples().get(series.replace("_bucket", "_count"));
      check(values.getLast().equals(count), "count of " + series);
      check(family.samples().containsKey(series.replace("_bucket", "_sum")), series);
    });
  }

  private static void check(boolean ok, String what) {
    if (!ok) {
      throw new IllegalArgumentException(what);
    }
  }
}
