package io.finstage.server;

import io.finstage.server.analysis.Analyzer;
import io.finstage.server.bars.BarStore;
import io.finstage.server.tasks.EchoHandler;
import io.finstage.server.tasks.SleepHandler;
import io.finstage.server.tasks.TaskHandler;
import io.finstage.server.tasks.TaskKind;
import io.finstage.server.tasks.TasksConfig;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The kinds of tasks that every server runs itself; docs/tasks.md has their payloads. */
final class TaskKinds {

  private TaskKinds() {}

  /**
   * All of them. One more is registered by one more line here.
   *
   * @param clock must not go backwards
   */
  @SuppressWarnings("UnusedVariable") // until those that read bars are there
  static Map<TaskKind, TaskHandler> handlers(
      ServerConfig config,
      TasksConfig tasks,
      BarStore bars,
      Analyzer analyzer,
      InstantSource clock) {
    Map<TaskKind, TaskHandler> handlers = new LinkedHashMap<>();
    handlers.put(EchoHandler.KIND, new EchoHandler());
    handlers.put(SleepHandler.KIND, new SleepHandler(clock));
    return Collections.unmodifiableMap(handlers);
  }
}
