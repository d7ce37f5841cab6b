package io.finstage.server.tasks;

import java.time.Instant;
import java.util.Optional;

/**
 * A task as it stood when it was read.
 *
 * @param id above 0
 * @param submission what was asked for; without the payload where that was not asked for
 * @param attempt attempts begun, 0 or more
 * @param rescues how often it was taken back from who had died
 * @param token fencing token of the latest attempt or rescue; rises
 * @param progress 0 to 1
 * @param note what the handler says it does
 * @param error why the last attempt failed; empty when none did
 * @param owner node or worker; empty unless RUNNING
 * @param revision rises by one with each change
 * @param runAt when it may start, or start again
 * @param result empty unless SUCCEEDED, or where it was not asked for
 */
public record Task(
    long id,
    Submission submission,
    TaskState state,
    int attempt,
    int rescues,
    long token,
    double progress,
    String note,
    String error,
    String owner,
    boolean cancelRequested,
    long revision,
    Instant createdAt,
    Instant runAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Bytes result,
    long resultBytes) {

  public static final int NOTE_MAX = 512;
  public static final int ERROR_MAX = 4096;
}
