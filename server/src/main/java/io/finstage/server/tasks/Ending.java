package io.finstage.server.tasks;

/** How an attempt ended, as who ran it says. */
sealed interface Ending {

  record Succeeded(Bytes result) implements Ending {}

  record Failed(String error, boolean retryable) implements Ending {}

  /** Who ran it has gone; nobody knows how far it was. */
  record Lost() implements Ending {}
}
