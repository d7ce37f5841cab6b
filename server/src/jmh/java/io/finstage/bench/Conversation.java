package io.finstage.bench;

import java.nio.ByteBuffer;

/** One subscriber's side of a wire, reduced to counting. One thread. */
sealed interface Conversation permits WebSocketConversation, GrpcConversation {

  /** What to send right after connecting. */
  ByteBuffer hello(String authority);

  /** What subscribes, once {@link #open}. */
  ByteBuffer subscribe(Wanted wanted);

  /** Whether the server has answered the hello. */
  boolean open();

  /** Whether the server has ended the conversation. */
  boolean ended();

  /**
   * Takes in what has arrived.
   *
   * @param in absolute reads only
   * @return index of the first byte not taken in, which must be shown again with what follows it
   */
  int take(ByteBuffer in, int from, int to, Tally tally, Answers answers);

  /** Where a conversation puts what it has to send back: pongs, acknowledgements, windows. */
  interface Answers {
    void send(ByteBuffer bytes);
  }
}
