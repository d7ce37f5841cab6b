package io.finstage.server.api;

import com.google.protobuf.Timestamp;
import io.finstage.server.api.Refusal.Violation;
import io.finstage.server.tasks.Names;
import io.finstage.server.tasks.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Gathers what is wrong with the fields of one request about tasks, each named with its limit. Not
 * thread-safe.
 */
final class TaskFields {

  /** What protobuf defines: the years 1 to 9999. */
  private static final long SECONDS_MIN = -62_135_596_800L;

  private static final long SECONDS_MAX = 253_402_300_799L;
  private static final int NANOS_MAX = 999_999_999;
  private static final int NANOS_PER_MILLI = 1_000_000;

  /** Ten thousand years, as protobuf has it. */
  private static final long DURATION_SECONDS_MAX = 315_576_000_000L;

  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

  private final List<Violation> violations = new ArrayList<>();

  void add(String field, String description) {
    violations.add(new Violation(field, description));
  }

  /** What was gathered, under the name of the first field; empty when all is well. */
  Optional<Refusal> refusal() {
    if (violations.isEmpty()) {
      return Optional.empty();
    }
    Violation first = violations.getFirst();
    if (first.field().startsWith("delivery.")) {
      return Optional.of(
          Refusal.invalid(
              "INVALID_DELIVERY", first.field() + " " + first.description(), violations));
    }
    String leaf = first.field().substring(first.field().lastIndexOf('.') + 1);
    int end = leaf.indexOf('[');
    String plain = end < 0 ? leaf : leaf.substring(0, end);
    return Optional.of(
        Refusal.invalid(
            "INVALID_" + plain.toUpperCase(Locale.ROOT),
            first.field() + " " + first.description(),
            violations));
  }

  /** Of a task; empty for what no answer of this server had. */
  static OptionalLong id(String text) {
    return ID.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  long taskId(String field, String text) {
    OptionalLong id = id(text);
    if (id.isEmpty()) {
      add(field, "must be the id of a task: decimal digits, as the server gave it");
    }
    return id.orElse(0);
  }

  String name(String field, String text) {
    if (!Names.isName(text)) {
      add(field, "must have " + Names.FORM);
    }
    return text;
  }

  Map<String, String> labels(String field, Map<String, String> labels) {
    if (labels.size() > Submission.LABELS_MAX) {
      add(field, "must be up to " + Submission.LABELS_MAX + ", not " + labels.size());
      return Map.of();
    }
    labels.forEach((key, value) -> {
      if (!Names.isName(key)) {
        add(field, "must have keys of " + Names.FORM);
      } else if (value.length() > Submission.LABEL_VALUE_MAX) {
        add(
            field + "[" + key + "]",
            "must have up to " + Submission.LABEL_VALUE_MAX + " characters, not " + value.length());
      } else if (value.indexOf('\0') >= 0) {
        add(field + "[" + key + "]", "must not have the character 0");
      }
    });
    return labels;
  }

  int within(String field, long value, long min, long max) {
    if (value < min || value > max) {
      add(field, "must be " + min + " to " + max + ", not " + value);
    }
    return (int) value;
  }

  void bytes(String field, int size, String key, int max) {
    if (size > max) {
      add(field, "must have up to " + key + ", " + max + " bytes, not " + size);
    }
  }

  /** Of whole milliseconds, rounded up. */
  Duration duration(
      String field, com.google.protobuf.Duration it, Duration min, Duration max, String range) {
    if (Math.abs(it.getSeconds()) <= DURATION_SECONDS_MAX && Math.abs(it.getNanos()) <= NANOS_MAX) {
      Duration value = Duration.ofSeconds(it.getSeconds(), it.getNanos());
      Duration whole =
          Duration.ofSeconds(
              value.getSeconds(),
              (long) Math.ceilDiv(value.getNano(), NANOS_PER_MILLI) * NANOS_PER_MILLI);
      if (value.isPositive() && whole.compareTo(min) >= 0 && whole.compareTo(max) <= 0) {
        return whole;
      }
    }
    add(field, "must be " + range);
    return min;
  }

  Optional<Instant> time(String field, Timestamp time) {
    if (time.getSeconds() < SECONDS_MIN
        || time.getSeconds() > SECONDS_MAX
        || time.getNanos() < 0
        || time.getNanos() > NANOS_MAX) {
      add(field, "must be a time of the years 1 to 9999");
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
  }
}
