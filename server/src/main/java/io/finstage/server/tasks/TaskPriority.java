package io.finstage.server.tasks;

/** Who goes first; whoever waits moves up with time. */
public enum TaskPriority {
  HIGH,
  NORMAL,
  LOW
}
