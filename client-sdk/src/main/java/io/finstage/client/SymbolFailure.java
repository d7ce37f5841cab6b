package io.finstage.client;

import java.util.List;

/**
 * Why one symbol of an analysis has no results; the others went on.
 *
 * @param reason UPPER_SNAKE, stable, for programs; may be empty
 * @param message for people
 * @param violations what is wrong with which field of the request
 */
public record SymbolFailure(
    FinstageException.Code code, String reason, String message, List<FieldViolation> violations) {

  public SymbolFailure {
    violations = List.copyOf(violations);
  }
}
