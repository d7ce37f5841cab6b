package io.finstage.server.api;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.finstage.proto.v1.Error;
import io.finstage.proto.v1.FieldViolation;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.server.analysis.Fault;
import io.finstage.server.hub.CloseReason;
import io.grpc.Status;
import java.util.List;
import java.util.Map;

/**
 * Why a request was refused, in the words of both wires. Immutable.
 *
 * @param code what kind of refusal, for every client; never OK
 * @param reason UPPER_SNAKE, stable, for programs
 * @param message for people; one line
 * @param violations fields that are to blame; at most {@value #VIOLATIONS_MAX}, the rest is cut
 * @param metadata values that the message names, for programs
 */
public record Refusal(
    Status.Code code,
    String reason,
    String message,
    List<Violation> violations,
    Map<String, String> metadata) {

  /** The domain of every reason. */
  public static final String DOMAIN = "finstage";

  /**
   * Key of the metadata that says after how many milliseconds the same request may be tried again;
   * gRPC has it as a {@code RetryInfo} too.
   */
  public static final String RETRY_AFTER_MS = Fault.RETRY_AFTER_MS;

  /** Violations that one refusal names; the others come to light once these are mended. */
  public static final int VIOLATIONS_MAX = 20;

  /** One field and what is wrong with it. */
  public record Violation(String field, String description) {}

  public Refusal {
    if (code == Status.Code.OK) {
      throw new IllegalArgumentException("a refusal cannot be OK");
    }
    violations = List.copyOf(violations.subList(0, Math.min(violations.size(), VIOLATIONS_MAX)));
    metadata = Map.copyOf(metadata);
  }

  /** The request itself is wrong. */
  public static Refusal invalid(String reason, String message, List<Violation> violations) {
    return new Refusal(Status.Code.INVALID_ARGUMENT, reason, message, violations, Map.of());
  }

  /** The request itself is wrong, in one field. */
  public static Refusal invalid(String reason, String field, String description) {
    return invalid(reason, field + " " + description, List.of(new Violation(field, description)));
  }

  /** More symbols than {@code limit}; nothing was changed. */
  public static Refusal tooManySymbols(int asked, int limit) {
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        "SYMBOLS_PER_CONNECTION_MAX",
        "at most " + limit + " symbols per connection, not " + asked + "; nothing was changed",
        List.of(),
        Map.of("limit", Integer.toString(limit), "asked", Integer.toString(asked)));
  }

  /** More bars and indicators than {@code limit}; nothing was changed. */
  public static Refusal tooManyTopics(long asked, int limit) {
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        "TOPICS_PER_CONNECTION_MAX",
        "at most "
            + limit
            + " bars and indicators per connection, each symbol counted, not "
            + asked
            + "; nothing was changed",
        List.of(),
        Map.of("limit", Integer.toString(limit), "asked", Long.toString(asked)));
  }

  /**
   * As many bars and indicators are open, for all conversations together, as may be.
   *
   * @param what was refused for it, as in {@code "the request"}
   */
  public static Refusal topicsMax(String what, int limit) {
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        "TOPICS_MAX",
        what + " would open more than hub.topics-max, " + limit + " bars and indicators at a time",
        List.of(),
        Map.of("limit", Integer.toString(limit)));
  }

  /**
   * A request that could not be read over gRPC, where too large and badly framed look the same.
   *
   * @param limit largest message, in bytes
   */
  public static Refusal unreadable(int limit) {
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        "MESSAGE_TOO_LARGE",
        "the request is larger than grpc.message-bytes-max, "
            + limit
            + " bytes, or is not framed as gRPC frames it",
        List.of(),
        Map.of("limit", Integer.toString(limit)));
  }

  /** As many conversations as there may be. */
  public static Refusal tooManySubscribers() {
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        "SUBSCRIBERS_MAX",
        "as many subscribers are connected as this server takes",
        List.of(),
        Map.of());
  }

  /** How a conversation ends that the server closes. Not for {@link CloseReason#CLIENT_LEFT}. */
  public static Refusal closed(CloseReason reason) {
    return new Refusal(
        switch (reason) {
          case CLIENT_LEFT -> Status.Code.CANCELLED;
          case SERVER_SHUTDOWN, PEER_GONE -> Status.Code.UNAVAILABLE;
          case SLOW_CONSUMER -> Status.Code.RESOURCE_EXHAUSTED;
          case TOO_MANY_ERRORS -> Status.Code.INVALID_ARGUMENT;
        },
        reason.name(),
        switch (reason) {
          case CLIENT_LEFT -> "the client left";
          case SERVER_SHUTDOWN -> "the server shuts down";
          case PEER_GONE -> "no sign of life from the client";
          case SLOW_CONSUMER -> "the client read slower than its mailbox could bridge";
          case TOO_MANY_ERRORS -> "too many bad requests in a row";
        },
        List.of(),
        Map.of("reconnect", Boolean.toString(reason.reconnect())));
  }

  /** As an event of the conversation. */
  public StreamEvent event(String requestId) {
    Error.Builder error =
        Error.newBuilder()
            .setRequestId(requestId)
            .setCode(code.name())
            .setReason(reason)
            .setMessage(message);
    for (Violation violation : violations) {
      error.addFieldViolations(
          FieldViolation.newBuilder()
              .setField(violation.field())
              .setDescription(violation.description()));
    }
    return StreamEvent.newBuilder().setError(error).build();
  }

  /** As the rich error of a gRPC call, and of any other wire that carries {@code google.rpc}. */
  public com.google.rpc.Status rpcStatus() {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
    status.addDetails(
        com.google.protobuf.Any.pack(
            ErrorInfo.newBuilder()
                .setReason(reason)
                .setDomain(DOMAIN)
                .putAllMetadata(metadata)
                .build()));
    String retryAfterMillis = metadata.get(RETRY_AFTER_MS);
    if (retryAfterMillis != null) {
      status.addDetails(com.google.protobuf.Any.pack(retry(Long.parseLong(retryAfterMillis))));
    }
    if (!violations.isEmpty()) {
      BadRequest.Builder bad = BadRequest.newBuilder();
      for (Violation violation : violations) {
        bad.addFieldViolationsBuilder()
            .setField(violation.field())
            .setDescription(violation.description());
      }
      status.addDetails(com.google.protobuf.Any.pack(bad.build()));
    }
    return status.build();
  }

  private static RetryInfo retry(long afterMillis) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(afterMillis / 1000)
                .setNanos((int) (afterMillis % 1000) * 1_000_000))
        .build();
  }
}
