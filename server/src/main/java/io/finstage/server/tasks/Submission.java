package io.finstage.server.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody wants done.
 *
 * @param kind which handler
 * @param queue {@link #QUEUE} where none was given
 * @param payload for the handler
 * @param maxAttempts 1 to {@link #ATTEMPTS_MAX}
 * @param timeout of an attempt, 1 ms to 24 h
 * @param runAt not before; at once when empty
 * @param requestId up to {@link #REQUEST_ID_MAX} characters; empty: never the same as another
 * @param labels up to {@link #LABELS_MAX}
 */
public record Submission(
    String kind,
    String queue,
    Bytes payload,
    TaskPriority priority,
    int maxAttempts,
    Duration timeout,
    Optional<Instant> runAt,
    String requestId,
    Map<String, String> labels) {

  public static final String QUEUE = "default";
  public static final int ATTEMPTS_MAX = 100;
  public static final int ATTEMPTS = 4;
  public static final Duration TIMEOUT = Duration.ofMinutes(5);
  public static final Duration TIMEOUT_MAX = Duration.ofHours(24);
  public static final int REQUEST_ID_MAX = 128;
  public static final int LABELS_MAX = 16;
  public static final int LABEL_VALUE_MAX = 128;

  public Submission {
    Names.check("kind", kind);
    Names.check("queue", queue);
    if (maxAttempts < 1 || maxAttempts > ATTEMPTS_MAX) {
      throw new IllegalArgumentException("max_attempts must be 1 to 100, not " + maxAttempts);
    }
    if (timeout.toMillis() < 1 || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException("timeout must be 1 ms to 24 h, not " + timeout);
    }
    if (requestId.length() > REQUEST_ID_MAX) {
      throw new IllegalArgumentException("request_id must have up to 128 characters");
    }
    if (!TaskRow.isClean(requestId)) {
      throw new IllegalArgumentException("request_id must have no NUL and no broken character");
    }
    labels = Map.copyOf(labels);
    if (labels.size() > LABELS_MAX) {
      throw new IllegalArgumentException("labels must be up to 16, not " + labels.size());
    }
    labels.forEach((key, value) -> {
      Names.check("a label's key", key);
      if (value.length() > LABEL_VALUE_MAX) {
        throw new IllegalArgumentException("label " + key + " must have up to 128 characters");
      }
      if (!TaskRow.isClean(value)) {
        throw new IllegalArgumentException(
            "label " + key + " must have no NUL and no broken character");
      }
    });
  }

  /** Of a kind, with everything else as it is when nothing is said. */
  public static Submission of(String kind, Bytes payload) {
    return new Submission(
        kind,
        QUEUE,
        payload,
        TaskPriority.NORMAL,
        ATTEMPTS,
        TIMEOUT,
        Optional.empty(),
        "",
        Map.of());
  }

  /** The same at once, with another request id. */
  Submission again(String otherRequestId) {
    return new Submission(
        kind,
        queue,
        payload,
        priority,
        maxAttempts,
        timeout,
        Optional.empty(),
        otherRequestId,
        labels);
  }
}
