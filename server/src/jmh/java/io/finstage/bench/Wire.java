package io.finstage.bench;

import java.util.function.Supplier;

/** How updates reach a subscriber. */
enum Wire {
  WS,
  GRPC;

  /** Makes a subscriber's side of it. */
  Supplier<Conversation> conversations() {
    return switch (this) {
      case WS -> WebSocketConversation::new;
      case GRPC -> GrpcConversation::new;
    };
  }
}
