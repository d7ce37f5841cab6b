package io.finstage.server.tasks;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** This node's handlers, each attempt on a virtual thread of its own. */
final class LocalHands implements Hands {

  private final Map<String, TaskHandler> handlers;
  private final Inbox inbox;
  private final ProgressBoard progress;
  private final int resultBytesMax;

  LocalHands(
      Map<String, TaskHandler> handlers, Inbox inbox, ProgressBoard progress, int resultBytesMax) {
    this.handlers = Map.copyOf(handlers);
    this.inbox = inbox;
    this.progress = progress;
    this.resultBytesMax = resultBytesMax;
  }

  @Override
  public void start(Running running) {
    Thread thread =
        Thread.ofVirtual().name("task-" + running.task.id()).unstarted(() -> run(running));
    running.thread = thread;
    thread.start();
  }

  @Override
  public void stop(Running running, Stop reason) {
    Thread thread = running.thread;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run(Running running) {
    Ending ending = work(running);
    inbox.settle(
        new Op.End(running.task.id(), running.task.token(), ending, new CompletableFuture<>()));
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private Ending work(Running running) {
    try {
      TaskHandler handler = Objects.requireNonNull(handlers.get(running.kind()));
      Bytes result = Objects.requireNonNullElse(handler.run(context(running)), Bytes.EMPTY);
      return result.size() > resultBytesMax
          ? tooLarge(result, resultBytesMax)
          : new Ending.Succeeded(result);
    } catch (FailedForGoodException e) {
      return new Ending.Failed(said(e), false);
    } catch (Throwable e) {
      // Errors too: a handler's StackOverflowError is its own.
      return new Ending.Failed(text(e), true);
    }
  }

  /** Another attempt would give as much. */
  static Ending tooLarge(Bytes result, int max) {
    return new Ending.Failed(
        "the result has " + result.size() + " bytes, more than tasks.result-bytes-max = " + max,
        false);
  }

  /** A handler that gives up says why in its own words. */
  private static String said(FailedForGoodException e) {
    return Objects.requireNonNullElse(e.getMessage(), "");
  }

  /** What a person is told of a failure. */
  static String text(Throwable e) {
    String name = e.getClass().getSimpleName();
    String message = e.getMessage();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private TaskContext context(Running running) {
    return new TaskContext() {
      @Override
      public long id() {
        return running.task.id();
      }

      @Override
      public String kind() {
        return running.kind();
      }

      @Override
      public int attempt() {
        return running.task.attempt();
      }

      @Override
      public boolean isLastAttempt() {
        return running.task.attempt() >= running.task.submission().maxAttempts();
      }

      @Override
      public long token() {
        return running.task.token();
      }

      @Override
      public Bytes payload() {
        return running.task.submission().payload();
      }

      @Override
      public Instant deadline() {
        return running.deadline;
      }

      @Override
      public void progress(double ratio, String note) {
        progress.say(running, ratio, note);
      }
    };
  }
}
