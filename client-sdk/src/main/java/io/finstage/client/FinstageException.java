package io.finstage.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server refused a call, or could not be reached. Immutable but for its stack trace. */
public final class FinstageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The codes of gRPC. */
  public enum Code {
    CANCELLED,
    UNKNOWN,
    INVALID_ARGUMENT,
    DEADLINE_EXCEEDED,
    NOT_FOUND,
    ALREADY_EXISTS,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    FAILED_PRECONDITION,
    ABORTED,
    OUT_OF_RANGE,
    UNIMPLEMENTED,
    INTERNAL,
    UNAVAILABLE,
    DATA_LOSS,
    UNAUTHENTICATED;

    /** Whether the same request may succeed later: a feed goes on trying, else it ends. */
    public boolean isRetryable() {
      return switch (this) {
        case INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED -> false;
        default -> true;
      };
    }
  }

  private final Code code;
  private final String reason;
  private final transient List<FieldViolation> violations;

  FinstageException(
      Code code,
      String reason,
      String message,
      List<FieldViolation> violations,
      @Nullable Throwable cause) {
    super(code + (reason.isEmpty() ? "" : " " + reason) + ": " + message, cause);
    this.code = code;
    this.reason = reason;
    this.violations = List.copyOf(violations);
  }

  FinstageException(Code code, String reason, String message) {
    this(code, reason, message, List.of(), null);
  }

  public Code code() {
    return code;
  }

  /** UPPER_SNAKE, stable, for programs; empty when the error did not come from Finstage. */
  public String reason() {
    return reason;
  }

  /** What is wrong with which field of the request; empty when nothing is. */
  public List<FieldViolation> violations() {
    return violations == null ? List.of() : violations;
  }
}
