package io.finstage.server.contract;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** One end of the conversation. Used by one thread. */
interface Client extends AutoCloseable {

  /** Begins a conversation; what was heard in the one before is forgotten. */
  void connect();

  /** Says a message of the contract. */
  void send(JsonObject message);

  /** Says what may be no message at all. */
  default void sendRaw(String text) {
    throw new AssertionError("this wire cannot say " + text);
  }

  /** The next thing heard; empty when nothing is within {@code timeout}. */
  Optional<Heard> next(Duration timeout) throws InterruptedException;

  /** From now on nothing is taken from the network. */
  void stopReading();

  /** The opposite. */
  void readAgain();

  /** What is left of an expectation when what this client does not tell its user is taken away. */
  default JsonObject tellable(JsonObject expected) {
    return expected;
  }

  /** Leaves; never blocks for long. */
  @Override
  void close();
}
