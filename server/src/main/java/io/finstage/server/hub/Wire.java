package io.finstage.server.hub;

/** What carries a conversation. */
public enum Wire {
  GRPC,
  WEBSOCKET
}
