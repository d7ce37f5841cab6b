package io.finstage.server.contract;

import java.util.Locale;
import java.util.stream.Stream;

/** The ways in which each script is replayed. */
enum Wire {
  GRPC("status"),
  JSON("close"),
  PROTOBUF("close"),
  SDK("status");

  /** What an expected end names it by. */
  final String endKey;

  Wire(String endKey) {
    this.endKey = endKey;
  }

  /** As scripts spell it: {@code grpc}, {@code json}, {@code protobuf} or {@code sdk}. */
  String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Wire of(String spelled) {
    return Stream.of(values())
        .filter(wire -> wire.spelled().equals(spelled))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no wire is called " + spelled));
  }

  /** A client of the server at {@code port}, not connected yet. */
  Client client(int port) {
    return switch (this) {
      case GRPC -> new GrpcClient(port);
      case JSON -> new WebSocketClient(port, false);
      case PROTOBUF -> new WebSocketClient(port, true);
      case SDK -> new SdkClient(port);
    };
  }
}
