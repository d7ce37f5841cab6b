package io.finstage.server.indicators;

/** A column of bars that an indicator reads. */
public enum Input {
  OPEN,
  HIGH,
  LOW,
  CLOSE,
  VOLUME
}
