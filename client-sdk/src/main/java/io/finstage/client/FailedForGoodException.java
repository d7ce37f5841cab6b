package io.finstage.client;

/** Thrown by a {@link TaskHandler}: the task has failed, and another attempt makes no sense. */
public final class FailedForGoodException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * The task fails.
   *
   * @param message why, for people; becomes the error of the task
   */
  public FailedForGoodException(String message) {
    super(message);
  }

  /** The task fails; see the other form. */
  public FailedForGoodException(String message, Throwable cause) {
    super(message, cause);
  }
}
