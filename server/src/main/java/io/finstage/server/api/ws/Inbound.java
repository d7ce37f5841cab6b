package io.finstage.server.api.ws;

import com.google.protobuf.ByteString;

/** What a client said, frame by frame, put together to messages. */
sealed interface Inbound {

  /** A whole text message. */
  record Text(String text) implements Inbound {}

  /** A whole binary message. */
  record Binary(ByteString bytes) implements Inbound {}

  /** To be answered by a pong with the same payload. */
  record Ping(ByteString payload) implements Inbound {}

  /** A sign of life. */
  record Pong() implements Inbound {}

  /** A piece of a message that is not complete yet. */
  record Fragment() implements Inbound {}

  /**
   * The client says goodbye.
   *
   * @param code as sent; {@value CloseCodes#NO_STATUS} when it sent none
   */
  record Close(int code) implements Inbound {}

  /** The client broke RFC 6455; {@code code} is what it is closed with. */
  record Violation(int code, String text) implements Inbound {}

  /** The connection is gone. */
  record End() implements Inbound {}
}
