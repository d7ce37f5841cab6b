package io.finstage.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A task as it stood when the server told of it. Immutable. */
public final class Task {

  private final io.finstage.proto.v1.Task wire;

  Task(io.finstage.proto.v1.Task wire) {
    this.wire = wire;
  }

  /** Given by the server: decimal digits. */
  public String id() {
    return wire.getId();
  }

  /** Which handler runs it. */
  public String kind() {
    return wire.getKind();
  }

  public String queue() {
    return wire.getQueue();
  }

  public TaskState state() {
    return TasksWire.state(wire.getState());
  }

  public TaskPriority priority() {
    return TasksWire.priority(wire.getPriority());
  }

  /** Attempts begun, 0 before the first; a rescue is not an attempt. */
  public int attempt() {
    return wire.getAttempt();
  }

  /** Attempts that it may have, 1 or more. */
  public int maxAttempts() {
    return wire.getMaxAttempts();
  }

  /** How often it was taken back from a node or worker that had died, 0 or more. */
  public int rescues() {
    return wire.getRescues();
  }

  /** How long an attempt may take. */
  public Duration timeout() {
    return TasksWire.duration(wire.getTimeout());
  }

  public Map<String, String> labels() {
    return wire.getLabelsMap();
  }

  /** What it was submitted with; may be empty. */
  public String requestId() {
    return wire.getRequestId();
  }

  /** How far it is, 0 to 1, as its handler says. */
  public double progress() {
    return wire.getProgress();
  }

  /** What its handler says it does; may be empty. */
  public String note() {
    return wire.getNote();
  }

  /** Why the last attempt failed; empty when none did. */
  public String error() {
    return wire.getError();
  }

  /** Node or worker that runs it; empty unless RUNNING. */
  public String owner() {
    return wire.getOwner();
  }

  /** Rises with each change. */
  public long revision() {
    return wire.getRevision();
  }

  public Instant createdAt() {
    return Wire.instant(wire.getCreatedAt());
  }

  /** When it may start, or may start again. */
  public Instant runAt() {
    return Wire.instant(wire.getRunAt());
  }

  /** When the last attempt began; empty before the first. */
  public Optional<Instant> startedAt() {
    return wire.hasStartedAt() ? Optional.of(Wire.instant(wire.getStartedAt())) : Optional.empty();
  }

  /** Empty until it has ended. */
  public Optional<Instant> endedAt() {
    return wire.hasEndedAt() ? Optional.of(Wire.instant(wire.getEndedAt())) : Optional.empty();
  }

  /** Whether somebody asked to cancel it while it ran. */
  public boolean isCancelRequested() {
    return wire.getCancelRequested();
  }

  /** As submitted; empty where the server was not asked for this one task by its id. A copy. */
  public byte[] payload() {
    return wire.getPayload().toByteArray();
  }

  /**
   * What the handler gave; empty unless SUCCEEDED, and where the server was not asked for this one
   * task by its id. A copy.
   */
  public byte[] result() {
    return wire.getResult().toByteArray();
  }

  /** {@link #result()} read as UTF-8. */
  public String resultText() {
    return wire.getResult().toString(StandardCharsets.UTF_8);
  }

  /** Size of the result, known wherever the task is; 0 without one. */
  public long resultBytes() {
    return wire.getResultBytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Task that && wire.equals(that.wire);
  }

  @Override
  public int hashCode() {
    return wire.hashCode();
  }

  @Override
  public String toString() {
    String said = state() == TaskState.FAILED ? error() : note();
    return String.format(
        Locale.ROOT,
        "task %s %s %s, attempt %d of %d, %.0f %%%s",
        id(),
        kind(),
        state(),
        attempt(),
        maxAttempts(),
        100 * progress(),
        said.isEmpty() ? "" : ": " + said);
  }
}
