package io.finstage.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what gRPC reports into a {@link FinstageException}. */
final class ErrorReader {

  private ErrorReader() {}

  /** What a status says beyond code and message. */
  private record Details(String reason, List<FieldViolation> violations) {

    static final Details NONE = new Details("", List.of());
  }

  static FinstageException read(Throwable thrown) {
    Status status = Status.fromThrowable(thrown);
    com.google.rpc.@Nullable Status wire = StatusProto.fromThrowable(thrown);
    Details details = wire == null ? Details.NONE : details(wire);
    return new FinstageException(
        code(status.getCode()), details.reason(), describe(status), details.violations(), thrown);
  }

  /** Reads why a part of an answer failed. */
  static SymbolFailure read(com.google.rpc.Status wire) {
    Details details = details(wire);
    return new SymbolFailure(
        code(Status.fromCodeValue(wire.getCode()).getCode()),
        details.reason(),
        wire.getMessage(),
        details.violations());
  }

  /** The code of this name, {@code UNKNOWN} if there is none. */
  static FinstageException.Code code(String name) {
    try {
      return FinstageException.Code.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return FinstageException.Code.UNKNOWN;
    }
  }

  private static FinstageException.Code code(Status.Code code) {
    return code(code.name());
  }

  private static String describe(Status status) {
    String description = status.getDescription();
    @Nullable Throwable cause = status.getCause();
    if (description == null) {
      return cause == null ? "no description" : cause.toString();
    }
    return cause == null ? description : description + ": " + cause.getMessage();
  }

  private static Details details(com.google.rpc.Status wire) {
    String reason = "";
    List<FieldViolation> violations = new ArrayList<>();
    for (Any detail : wire.getDetailsList()) {
      ErrorInfo info = unpack(detail, ErrorInfo.class);
      BadRequest request = unpack(detail, BadRequest.class);
      if (info != null) {
        reason = info.getReason();
      } else if (request != null) {
        read(request, violations);
      }
    }
    return new Details(reason, violations);
  }

  /** Null when it is of another type, or cannot be read: the code and the message remain. */
  private static <T extends Message> @Nullable T unpack(Any detail, Class<T> type) {
    try {
      return detail.is(type) ? detail.unpack(type) : null;
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  private static void read(BadRequest request, List<FieldViolation> violations) {
    for (BadRequest.FieldViolation violation : request.getFieldViolationsList()) {
      violations.add(new FieldViolation(violation.getField(), violation.getDescription()));
    }
  }
}
