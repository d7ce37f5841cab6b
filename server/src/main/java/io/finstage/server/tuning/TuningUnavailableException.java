package io.finstage.server.tuning;

import io.finstage.server.database.DatabaseException;

/** The database does not answer. */
public final class TuningUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TuningUnavailableException(DatabaseException cause) {
    super(cause.getMessage(), cause);
  }
}
