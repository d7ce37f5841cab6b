package io.finstage.server.api.ws;

import io.finstage.server.api.Refusal;
import io.finstage.server.hub.CloseReason;

/** Why a WebSocket ends, as a number; docs/protocol.md says which of them to reconnect after. */
final class CloseCodes {

  static final int NORMAL = 1000;
  static final int GOING_AWAY = 1001;
  static final int PROTOCOL_ERROR = 1002;
  static final int UNSUPPORTED_DATA = 1003;
  static final int NO_STATUS = 1005;
  static final int NOT_UTF8 = 1007;
  static final int TOO_BIG = 1009;

  /** What the server itself ends is this plus the gRPC code. */
  static final int APPLICATION = 4000;

  private static final int REGISTERED_MAX = 1014;
  private static final int LIBRARIES_FROM = 3000;
  private static final int CODES_END = 5000;

  private CloseCodes() {}

  /** The code for a conversation that the hub ended. */
  static int of(CloseReason reason) {
    return switch (reason) {
      case CLIENT_LEFT -> NORMAL;
      case SERVER_SHUTDOWN -> GOING_AWAY;
      case PEER_GONE -> APPLICATION + 4;
      case SLOW_CONSUMER, TOO_MANY_ERRORS -> APPLICATION + Refusal.closed(reason).code().value();
    };
  }

  /**
   * Whether a client may send {@code code}: RFC 6455, section 7.4, and what was registered since.
   */
  static boolean maySend(int code) {
    return (code >= LIBRARIES_FROM && code < CODES_END)
        || (code >= NORMAL && code <= UNSUPPORTED_DATA)
        || (code >= NOT_UTF8 && code <= REGISTERED_MAX);
  }
}
