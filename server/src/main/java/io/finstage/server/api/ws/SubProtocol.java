package io.finstage.server.api.ws;

import java.util.List;
import java.util.Optional;

/** How a WebSocket spells the contract. */
enum SubProtocol {
  /** One message per text frame; the default. */
  JSON("finstage.v1.json"),
  /** Whole protobuf messages in binary frames. */
  PROTOBUF("finstage.v1.protobuf");

  private final String token;

  SubProtocol(String token) {
    this.token = token;
  }

  /** As it stands in {@code Sec-WebSocket-Protocol}. */
  String token() {
    return token;
  }

  /** The first of {@code offered}, in the client's order of preference, that is known here. */
  static Optional<SubProtocol> firstOf(List<String> offered) {
    for (String token : offered) {
      for (SubProtocol known : values()) {
        if (known.token.equals(token)) {
          return Optional.of(known);
        }
      }
    }
    return Optional.empty();
  }
}
