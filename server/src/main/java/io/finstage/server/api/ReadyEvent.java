package io.finstage.server.api;

/**
 * An event that is in the bytes of its wire before it is queued: it may be large, and whoever
 * writes it writes for others too. Payload of an {@link io.finstage.server.hub.Event.Message}.
 */
public final class ReadyEvent {

  private final byte[] bytes;
  private final Runnable taken;

  /**
   * @param bytes a whole frame, or a whole field {@code events}; never changed
   * @param taken run when the bytes are about to be written
   */
  ReadyEvent(byte[] bytes, Runnable taken) {
    this.bytes = bytes;
    this.taken = taken;
  }

  /** The bytes, to be written now. Called once. */
  public byte[] take() {
    taken.run();
    return bytes;
  }
}
