package io.finstage.server;

import io.finstage.server.alerts.Webhooks;
import io.finstage.server.analysis.Analyzer;
import io.finstage.server.analysis.kinds.AnalyzeHandler;
import io.finstage.server.analysis.kinds.ExportBarsHandler;
import io.finstage.server.analysis.kinds.ImportBarsHandler;
import io.finstage.server.analysis.kinds.ReportHandler;
import io.finstage.server.analysis.report.DayReport;
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

  /** In data.dir: what tasks may read. */
  private static final String IMPORT = "import";

  private TaskKinds() {}

  /**
   * All of them. One more is registered by one more line here.
   *
   * @param clock must not go backwards
   */
  static Map<TaskKind, TaskHandler> handlers(
      ServerConfig config,
      TasksConfig tasks,
      BarStore bars,
      Analyzer analyzer,
      Webhooks webhooks,
      InstantSource clock) {
    Map<TaskKind, TaskHandler> handlers = new LinkedHashMap<>();
    handlers.put(EchoHandler.KIND, new EchoHandler());
    handlers.put(SleepHandler.KIND, new SleepHandler(clock));
    handlers.put(
        AnalyzeHandler.KIND,
        new AnalyzeHandler(analyzer, bars, config.analysis().symbolsMax(), tasks.resultBytesMax()));
    handlers.put(
        ReportHandler.KIND,
        new ReportHandler(
            new DayReport(bars, config.bars().session(), clock), tasks.resultBytesMax()));
    handlers.put(
        ImportBarsHandler.KIND,
        new ImportBarsHandler(
            bars, config.bars().session(), config.database().folder().resolve(IMPORT)));
    handlers.put(
        ExportBarsHandler.KIND,
        new ExportBarsHandler(bars, config.bars().session(), tasks.resultBytesMax()));
    handlers.put(webhooks.kind(), webhooks);
    return Collections.unmodifiableMap(handlers);
  }
}
