package io.finstage.server.bars;

/** The database below the store does not answer now. */
public final class StoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoreUnavailableException(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
