package io.finstage.server;

/** The server cannot start here; the message says why and what to do, on one line. */
final class StartException extends Exception {

  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }

  StartException(String message) {
    super(message);
  }
}
