package io.finstage.client;

/** Who goes first. Whoever waits moves up with time, so that nobody waits for ever. */
public enum TaskPriority {
  LOW,
  NORMAL,
  HIGH
}
