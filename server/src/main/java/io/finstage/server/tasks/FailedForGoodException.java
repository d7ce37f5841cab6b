package io.finstage.server.tasks;

/** A handler's way to say that another attempt makes no sense. */
public class FailedForGoodException extends Exception {

  private static final long serialVersionUID = 1L;

  public FailedForGoodException(String message) {
    super(message);
  }

  public FailedForGoodException(String message, Throwable cause) {
    super(message, cause);
  }
}
