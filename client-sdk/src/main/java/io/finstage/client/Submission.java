package io.finstage.client;

import com.google.protobuf.ByteString;
import io.finstage.proto.v1.SubmitTaskRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * A task that is to be submitted. Begin with {@link Tasks#submit}; each setting gives a new
 * submission. Immutable; whether it makes sense is for the server to say.
 *
 * <p>It has a request id of its own from its beginning, unless it is given one. So {@link #send}
 * can be repeated, by itself or by the caller, and still makes one task.
 */
public final class Submission {

  private final TaskCalls calls;
  private final SubmitTaskRequest wire;
  private final String ownId;

  /**
   * @param wire with the user's request id, if there is one
   * @param ownId request id otherwise
   */
  Submission(TaskCalls calls, SubmitTaskRequest wire, String ownId) {
    this.calls = calls;
    this.wire = wire;
    this.ownId = ownId;
  }

  static Submission of(TaskCalls calls, String kind, ByteString payload) {
    SubmitTaskRequest wire =
        SubmitTaskRequest.newBuilder().setKind(kind).setPayload(payload).build();
    return new Submission(calls, wire, calls.newId());
  }

  /** Who goes first; NORMAL when not said. */
  public Submission priority(TaskPriority priority) {
    return with(wire.toBuilder().setPriority(TasksWire.priority(priority)));
  }

  /** Also with this label; up to 16, values up to 128 characters. */
  public Submission label(String key, String value) {
    return with(wire.toBuilder().putLabels(key, value));
  }

  /** Into this queue; {@code default} when not said. */
  public Submission queue(String queue) {
    return with(wire.toBuilder().setQueue(queue));
  }

  /**
   * How many attempts it may have, the first among them; 4 when not said.
   *
   * @param attempts 1 to 100
   */
  public Submission maxAttempts(int attempts) {
    return with(wire.toBuilder().setMaxAttempts(attempts));
  }

  /**
   * How long an attempt may take; 300 s when not said.
   *
   * @param timeout 1 ms to 24 h
   */
  public Submission timeout(Duration timeout) {
    return with(wire.toBuilder().setTimeout(TasksWire.duration(timeout)));
  }

  /** Not before {@code time}, up to ten years ahead; at once when not said. */
  public Submission runAt(Instant time) {
    return with(wire.toBuilder().setRunAt(Wire.timestamp(time)));
  }

  /**
   * The name of this request, over the life of the program: every submission with it gives the same
   * task.
   *
   * @param requestId 1 to 128 characters
   */
  public Submission requestId(String requestId) {
    if (requestId.isEmpty()) {
      throw new IllegalArgumentException("requestId must not be empty");
    }
    return with(wire.toBuilder().setRequestId(requestId));
  }

  /**
   * Submits it. What was answered is on the server's disk. While the server cannot be reached it is
   * tried again, with backoff, within {@link ClientOptions#deadline()}: that never makes a second
   * task. Sending the same submission again gives the same task, too.
   *
   * @throws FinstageException ALREADY_EXISTS when the request id was used for another payload,
   *     RESOURCE_EXHAUSTED when as many tasks wait as may; else when the server refuses it or is
   *     not there within the deadline
   */
  public TaskHandle send() {
    SubmitTaskRequest request =
        wire.getRequestId().isEmpty() ? wire.toBuilder().setRequestId(ownId).build() : wire;
    return new TaskHandle(calls, calls.submit(request).getTask().getId());
  }

  public String kind() {
    return wire.getKind();
  }

  /** A copy. */
  public byte[] payload() {
    return wire.getPayload().toByteArray();
  }

  /** What a schedule is made of. */
  SubmitTaskRequest template() {
    if (wire.hasRunAt() || !wire.getRequestId().isEmpty()) {
      throw new IllegalArgumentException("a schedule's task has no runAt and no requestId");
    }
    return wire;
  }

  @Override
  public String toString() {
    return "a " + wire.getKind() + " of " + wire.getPayload().size() + " bytes";
  }

  private Submission with(SubmitTaskRequest.Builder changed) {
    return new Submission(calls, changed.build(), ownId);
  }
}
