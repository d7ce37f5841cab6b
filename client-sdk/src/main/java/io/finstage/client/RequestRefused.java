package io.finstage.client;

import java.util.List;

/**
 * The server refused a whole request and changed nothing; the feed goes on without it.
 *
 * @param symbols of the request; empty when the server did not say which request it means
 * @param reason UPPER_SNAKE, stable, for programs
 * @param message for people
 * @param violations what is wrong with which field
 */
public record RequestRefused(
    List<String> symbols,
    FinstageException.Code code,
    String reason,
    String message,
    List<FieldViolation> violations)
    implements FeedEvent {

  public RequestRefused {
    symbols = List.copyOf(symbols);
    violations = List.copyOf(violations);
  }
}
