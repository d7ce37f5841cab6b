package io.finstage.server;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What texts a key takes.
 *
 * @param allowed completes the sentence "must be ..."
 * @param reader gives a text its meaning; throws {@link IllegalArgumentException} for a text that
 *     has none
 * @param relative whether the text is a path, and so relative to where it was written
 */
record Kind<T>(String allowed, Function<String, T> reader, boolean relative) {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,9})(B|KiB|MiB)?");

  private Kind(String allowed, Function<String, T> reader) {
    this(allowed, reader, false);
  }

  /**
   * The meaning of {@code text}.
   *
   * @throws IllegalArgumentException when it has none
   */
  T read(String text) {
    return reader.apply(text);
  }

  static Kind<Integer> integer(int min, int max) {
    return new Kind<>(
        "a whole number, " + min + " to " + max,
        text -> (int) within(min, Long.parseLong(text), max));
  }

  static Kind<Long> number() {
    return new Kind<>("a whole number", Long::parseLong);
  }

  static Kind<Double> decimal(double min, double max) {
    return new Kind<>(
        "a number, " + plain(min) + " to " + plain(max),
        text -> within(min, Double.parseDouble(text), max));
  }

  /** A positive number, or a word that stands for "without limit": positive infinity. */
  static Kind<Double> decimalOr(String word, double min, double max) {
    return new Kind<>(
        "a number, " + plain(min) + " to " + plain(max) + ", or " + word,
        text ->
            text.equals(word)
                ? Double.POSITIVE_INFINITY
                : within(min, Double.parseDouble(text), max));
  }

  static Kind<Duration> duration(Duration min, Duration max) {
    return new Kind<>(
        "a duration, " + text(min) + " to " + text(max) + ", as in 250ms, 5s, 2m, 1h",
        text -> {
          Duration value = duration(text);
          if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(text);
          }
          return value;
        });
  }

  /** A duration, or a word that stands for none. */
  static Kind<Optional<Duration>> durationOr(String word, Duration min, Duration max) {
    Kind<Duration> duration = duration(min, max);
    return new Kind<>(
        duration.allowed + ", or " + word,
        text -> text.equals(word) ? Optional.empty() : Optional.of(duration.read(text)));
  }

  /** What {@code reader} takes; it throws for a text that has no meaning. */
  static <T> Kind<T> of(String allowed, Function<String, T> reader) {
    return new Kind<>(
        allowed,
        text -> {
          try {
            return reader.apply(text);
          } catch (DateTimeException e) {
            throw new IllegalArgumentException(text, e);
          }
        });
  }

  static Kind<Integer> bytes(int min, int max) {
    return new Kind<>(
        "a number of bytes, " + min + " to " + max + ", as in 65536 or 64KiB",
        text -> {
          Matcher match = BYTES.matcher(text);
          if (!match.matches()) {
            throw new IllegalArgumentException(text);
          }
          String unit = Optional.ofNullable(match.group(2)).orElse("B");
          long scale = unit.equals("KiB") ? 1024 : unit.equals("MiB") ? 1024 * 1024 : 1;
          return (int) within(min, Long.parseLong(match.group(1)) * scale, max);
        });
  }

  static Kind<Boolean> flag() {
    return new Kind<>(
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(text);
            });
  }

  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    List<E> all = Arrays.asList(type.getEnumConstants());
    return new Kind<>(
        "one of " + all.stream().map(Kind::word).collect(Collectors.joining(", ")),
        text ->
            all.stream()
                .filter(e -> word(e).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text)));
  }

  /** A path that must be given. */
  static Kind<Path> path() {
    return new Kind<>(
        "a path",
        text -> {
          if (text.isEmpty()) {
            throw new IllegalArgumentException(text);
          }
          return Path.of(text);
        },
        true);
  }

  /** A path, or nothing. */
  static Kind<Optional<Path>> optionalPath() {
    return new Kind<>(
        "a path, or empty",
        text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)),
        true);
  }

  /** A host name or an address. */
  static Kind<String> host() {
    return new Kind<>(
        "a host name or an address",
        text -> {
          if (!text.matches("[A-Za-z0-9.:_%-]{1,253}")) {
            throw new IllegalArgumentException(text);
          }
          return text;
        });
  }

  /** Different items between commas; none when the text is empty. */
  static <T> Kind<List<T>> list(String what, int min, int max, Function<String, T> item) {
    return new Kind<>(
        "%d to %d different %s with commas between them".formatted(min, max, what),
        text -> {
          List<T> items =
              Arrays.stream(text.split(","))
                  .map(String::strip)
                  .filter(s -> !s.isEmpty())
                  .map(item)
                  .toList();
          boolean twice = items.stream().distinct().count() != items.size();
          if (items.size() < min || items.size() > max || twice) {
            throw new IllegalArgumentException(text);
          }
          return items;
        });
  }

  private static Duration duration(String text) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(text);
    }
    long count = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static String text(Duration value) {
    long millis = value.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 60 != 0 || seconds == 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String plain(double value) {
    return value == Math.rint(value) && value < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private static long within(long min, long value, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(String.valueOf(value));
    }
    return value;
  }

  private static double within(double min, double value, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(String.valueOf(value));
    }
    return value;
  }
}
