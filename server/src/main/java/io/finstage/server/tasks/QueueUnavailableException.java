package io.finstage.server.tasks;

/** The database below the queue does not answer now. */
public final class QueueUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  QueueUnavailableException(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
