package io.finstage.server.tasks;

import java.time.Duration;

/**
 * Bounds of the queue; each is a key {@code tasks....} of the configuration.
 *
 * @param slots tasks that run at a time on this node
 * @param waitingMax tasks that wait (SCHEDULED and READY); a submission beyond is refused
 * @param inboxMax operations that wait for the loop; callers beyond wait
 * @param payloadBytesMax of one task
 * @param resultBytesMax of one task
 * @param watchersMax at a time
 * @param schedulesMax at a time
 * @param workersMax at a time
 * @param workerSlotsMax of one worker
 * @param normalAfter how long NORMAL yields to HIGH
 * @param lowAfter how long LOW yields to HIGH
 * @param backoffMin of the first retry, before jitter
 * @param backoffMax of any retry
 * @param heartbeat how often a node renews its lease, and a worker speaks
 * @param lease without renewal for this long a node is dead
 * @param rescuesMax after as many a task FAILED as poison
 * @param cancelGrace how long an interrupted handler may go on before its slot is taken back
 * @param keepSucceeded how long ended rows stay
 * @param keepFailed likewise, CANCELLED too
 * @param closeGrace how long running tasks may go on while the queue closes
 */
public record TasksConfig(
    int slots,
    int waitingMax,
    int inboxMax,
    int payloadBytesMax,
    int resultBytesMax,
    int watchersMax,
    int schedulesMax,
    int workersMax,
    int workerSlotsMax,
    Duration normalAfter,
    Duration lowAfter,
    Duration backoffMin,
    Duration backoffMax,
    Duration heartbeat,
    Duration lease,
    int rescuesMax,
    Duration cancelGrace,
    Duration keepSucceeded,
    Duration keepFailed,
    Duration closeGrace) {

  /** As it is when nothing is said. */
  public static TasksConfig standard() {
    return new TasksConfig(
        256,
        1_000_000,
        4_096,
        1 << 20,
        16 << 20,
        10_000,
        1_000,
        100,
        1_000,
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        5,
        Duration.ofSeconds(5),
        Duration.ofDays(1),
        Duration.ofDays(7),
        Duration.ofSeconds(10));
  }
}
