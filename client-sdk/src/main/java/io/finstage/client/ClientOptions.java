package io.finstage.client;

import java.time.Duration;

/**
 * How a client behaves. Immutable; begin with {@link #defaults()}.
 *
 * @param deadline how long one call, and the first word of a new connection, may take; positive
 * @param tls whether and how the connection is encrypted
 * @param flowControlWindowBytes what the server may send ahead of what was read, per stream and per
 *     connection; 64 KiB to 1 GiB
 * @param inboundMessageBytesMax largest message taken from the server; 64 KiB to 1 GiB
 * @param feedBufferMax events that may wait in one feed before it stops reading; 1 to 10,000,000
 * @param backoff how long a feed and a publisher wait before they connect again
 * @param userAgent named to the server; printable ASCII, may be empty
 */
public record ClientOptions(
    Duration deadline,
    Tls tls,
    int flowControlWindowBytes,
    int inboundMessageBytesMax,
    int feedBufferMax,
    Backoff backoff,
    String userAgent) {

  private static final int BYTES_MIN = 64 * 1024;
  private static final int BYTES_MAX = 1024 * 1024 * 1024;
  private static final int BUFFER_MAX = 10_000_000;

  public ClientOptions {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline must be positive, not " + deadline);
    }
    within("flowControlWindowBytes", flowControlWindowBytes, BYTES_MIN, BYTES_MAX);
    within("inboundMessageBytesMax", inboundMessageBytesMax, BYTES_MIN, BYTES_MAX);
    within("feedBufferMax", feedBufferMax, 1, BUFFER_MAX);
    if (!userAgent.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException("userAgent must be printable ASCII");
    }
  }

  /**
   * 10 s, clear text, a window of 4 MiB (the 64 KiB of HTTP/2 would throttle a busy feed), messages
   * up to 4 MiB, 8192 events, {@link Backoff#defaults()}.
   */
  public static ClientOptions defaults() {
    int fourMiB = 4 * 1024 * 1024;
    return new ClientOptions(
        Duration.ofSeconds(10),
        Tls.OFF,
        fourMiB,
        fourMiB,
        8192,
        Backoff.defaults(),
        "finstage-java/0.1.0");
  }

  public ClientOptions withDeadline(Duration value) {
    return new ClientOptions(
        value,
        tls,
        flowControlWindowBytes,
        inboundMessageBytesMax,
        feedBufferMax,
        backoff,
        userAgent);
  }

  public ClientOptions withTls(Tls value) {
    return new ClientOptions(
        deadline,
        value,
        flowControlWindowBytes,
        inboundMessageBytesMax,
        feedBufferMax,
        backoff,
        userAgent);
  }

  public ClientOptions withFlowControlWindowBytes(int value) {
    return new ClientOptions(
        deadline, tls, value, inboundMessageBytesMax, feedBufferMax, backoff, userAgent);
  }

  public ClientOptions withInboundMessageBytesMax(int value) {
    return new ClientOptions(
        deadline, tls, flowControlWindowBytes, value, feedBufferMax, backoff, userAgent);
  }

  public ClientOptions withFeedBufferMax(int value) {
    return new ClientOptions(
        deadline, tls, flowControlWindowBytes, inboundMessageBytesMax, value, backoff, userAgent);
  }

  public ClientOptions withBackoff(Backoff value) {
    return new ClientOptions(
        deadline,
        tls,
        flowControlWindowBytes,
        inboundMessageBytesMax,
        feedBufferMax,
        value,
        userAgent);
  }

  public ClientOptions withUserAgent(String value) {
    return new ClientOptions(
        deadline,
        tls,
        flowControlWindowBytes,
        inboundMessageBytesMax,
        feedBufferMax,
        backoff,
        value);
  }

  private static void within(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be " + min + " to " + max + ", not " + value);
    }
  }
}
