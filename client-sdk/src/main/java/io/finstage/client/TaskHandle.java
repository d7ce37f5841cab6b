package io.finstage.client;

import io.finstage.proto.v1.CancelTaskRequest;
import io.finstage.proto.v1.RerunTaskRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * One task of the server, by its id. Holds nothing but the id: it can be thrown away, and made
 * again with {@link Tasks#handle}. Thread-safe.
 */
public final class TaskHandle {

  private final TaskCalls calls;
  private final String id;

  TaskHandle(TaskCalls calls, String id) {
    this.calls = calls;
    this.id = id;
  }

  /** Given by the server: decimal digits. */
  public String id() {
    return id;
  }

  /**
   * The task as it is, with payload and result.
   *
   * @throws FinstageException NOT_FOUND when there is none, or its time to be kept is over; else
   *     when the server does not answer within the deadline
   */
  public Task get() {
    return calls.get(id);
  }

  /**
   * Waits until the task has ended, however: its state says so. When the connection breaks, as in a
   * restart of the server, it is watched again, with backoff, until the time is over.
   *
   * @param timeout how long at the most; beyond a hundred years counts as that
   * @return the task without payload and result, which {@link #result} reads; empty when it has not
   *     ended in time, and goes on
   * @throws FinstageException NOT_FOUND when there is none; else when no retry can mend the error
   */
  public Optional<Task> await(Duration timeout) throws InterruptedException {
    Duration most = timeout.compareTo(TaskCalls.FOR_EVER) < 0 ? timeout : TaskCalls.FOR_EVER;
    return calls.follow(id, most, task -> true);
  }

  /**
   * Tells of the task as it is, then of every change, until it has ended; over restarts of the
   * server. Of changes that come faster than they are told some may be folded into a newer one.
   *
   * @return closing it ends the watch, not the task
   * @throws IllegalStateException when {@value FinstageClient#OPEN_MAX} are open already
   */
  public TaskWatch watch(TaskListener listener) {
    return calls.watch(id, listener);
  }

  /**
   * Ends the task: at once while it waits; while it runs its handler is interrupted first, and
   * {@link #await} tells when it has ended. A task that has ended stays as it is.
   *
   * @return the task as it is now
   * @throws FinstageException NOT_FOUND when there is none
   */
  public Task cancel() {
    CancelTaskRequest request = CancelTaskRequest.newBuilder().setId(id).build();
    return calls.call(stub -> new Task(stub.cancelTask(request).getTask()));
  }

  /**
   * Puts a failed or cancelled task back into the queue, with all its attempts.
   *
   * @return the task as it is now
   * @throws FinstageException FAILED_PRECONDITION in another state, NOT_FOUND when there is none
   */
  public Task rerun() {
    RerunTaskRequest request = RerunTaskRequest.newBuilder().setId(id).build();
    return calls.call(stub -> new Task(stub.rerunTask(request).getTask()));
  }

  /**
   * What the handler gave; may have no bytes.
   *
   * @return empty unless the task has succeeded
   * @throws FinstageException as {@link #get}
   */
  public Optional<byte[]> result() {
    Task task = get();
    return task.state() == TaskState.SUCCEEDED ? Optional.of(task.result()) : Optional.empty();
  }

  @Override
  public String toString() {
    return "task " + id;
  }
}
