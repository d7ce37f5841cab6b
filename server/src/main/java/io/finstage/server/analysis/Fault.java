package io.finstage.server.analysis;

import java.util.List;
import java.util.Map;

/**
 * Why an analysis, or that of one symbol, has no result.
 *
 * @param reason UPPER_SNAKE, stable, for programs
 * @param message for people; one line
 * @param fields what of the request is to blame, as in {@code bars[3].high[17]}
 * @param metadata values that the message names, for programs
 */
public record Fault(
    Code code, String reason, String message, List<Field> fields, Map<String, String> metadata) {

  /** Key of the metadata that says after how many milliseconds the caller may try again. */
  public static final String RETRY_AFTER_MS = "retry_after_ms";

  /** What kind of fault; named as gRPC names it. */
  public enum Code {
    INVALID_ARGUMENT,
    NOT_FOUND,
    RESOURCE_EXHAUSTED,
    DEADLINE_EXCEEDED,
    UNAVAILABLE,
    INTERNAL
  }

  /**
   * A field of the request and what is wrong with it.
   *
   * @param description goes on after the name, as in {@code must be ...}
   */
  public record Field(String name, String description) {}

  public Fault {
    fields = List.copyOf(fields);
    metadata = Map.copyOf(metadata);
  }

  /** Several fields are wrong; the first gives the message. */
  static Fault invalid(String reason, List<Field> fields) {
    Field first = fields.getFirst();
    return new Fault(
        Code.INVALID_ARGUMENT, reason, first.name() + " " + first.description(), fields, Map.of());
  }

  /** One field is wrong. */
  static Fault invalid(String reason, String field, String description) {
    return invalid(reason, List.of(new Field(field, description)));
  }

  /**
   * More than a limit allows.
   *
   * @param key name of the limit's key, as in {@code analysis.symbols-max}
   * @param what plural, as in {@code symbols}
   */
  static Fault overLimit(
      String reason, String key, long limit, String what, long asked, String field) {
    String rule = "at most " + limit + " " + what + " (" + key + "), not " + asked;
    return new Fault(
        Code.RESOURCE_EXHAUSTED,
        reason,
        rule,
        List.of(new Field(field, "must come to " + rule)),
        Map.of("key", key, "limit", Long.toString(limit), "asked", Long.toString(asked)));
  }

  /** Without a field to blame. */
  static Fault of(Code code, String reason, String message) {
    return new Fault(code, reason, message, List.of(), Map.of());
  }
}
