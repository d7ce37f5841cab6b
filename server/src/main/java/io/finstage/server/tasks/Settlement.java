package io.finstage.server.tasks;

import java.time.Instant;

/**
 * What a task becomes when an attempt is over.
 *
 * @param token of the attempt; another by now: nothing changes
 * @param outcome as {@link TasksStats.Outcome} names it
 */
record Settlement(
    long id,
    long token,
    TaskState state,
    String outcome,
    Bytes result,
    String error,
    Instant runAt,
    long ord,
    int attempt,
    int rescues) {}
