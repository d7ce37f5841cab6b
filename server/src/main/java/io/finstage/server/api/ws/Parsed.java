package io.finstage.server.api.ws;

import com.google.protobuf.Message;

/** What became of a text that should be a message of the contract. */
sealed interface Parsed {

  /** It is one. */
  record Read(Message message) implements Parsed {}

  /**
   * It is none.
   *
   * @param requestId of the request, empty where it could not be read
   * @param field path of the offending field, as in {@code symbols[3]}; empty for the whole text
   * @param description for people
   */
  record Refused(String requestId, String field, String description) implements Parsed {}
}
