package io.finstage.bench;

/** What carries the prices. */
enum Wire {
  WS,
  GRPC
}
