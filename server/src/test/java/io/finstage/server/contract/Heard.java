package io.finstage.server.contract;

import com.google.gson.JsonObject;

/** What a client hears. */
sealed interface Heard {

  /** An event, in the contract's JSON: {@code type} and the fields of that type. */
  record Event(JsonObject said) implements Heard {}

  /**
   * The conversation is over.
   *
   * @param code close code of a WebSocket or status of a call; empty where the client is not told
   * @param reason UPPER_SNAKE; empty where the client is not told
   */
  record Ended(String code, String reason) implements Heard {}
}
