package io.finstage.server.tasks;

/** Gives its payload back: to try the queue with. */
public final class EchoHandler implements TaskHandler {

  /** What it is called by. */
  public static final TaskKind KIND =
      TaskKind.builtIn("echo", "gives its payload back, whatever that is", 0);

  @Override
  public Bytes run(TaskContext context) {
    return context.payload();
  }
}
