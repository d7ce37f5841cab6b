package io.finstage.bench;

import io.finstage.server.analysis.LiveBench;
import io.finstage.server.bars.BarIngest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.runner.RunnerException;

/** What is measured without a fan-out. Run after the {@link Scenario}s. */
enum SingleCase {
  ANALYSIS("AnalyzeSymbols over gRPC, over stored bars; import of bars"),
  ANALYSIS_FIRST("its first call after a start of the server"),
  ANALYSIS_PEERS("one call of it beside a pandas loop and ta4j"),
  INGEST("bars into SQLite, trades into bars"),
  LIVE("20,000 live indicators: the engine alone, on one core"),
  LIVE_GRPC("the same through the whole server: PublishPrices in, gRPC out"),
  LIVE_WS("PublishPrices in, WebSocket out"),
  TASKS("the task queue beside db-scheduler and JobRunr"),
  TASKS_KEPT("the task queue when a million ended tasks are kept"),
  TASKS_GRPC("tasks through the whole server, submitted over gRPC"),
  TUNING("the tuner beside static limits: analyses of two sizes, from bad limits"),
  MONITORING("delivery with everything watched and scraped, and with nothing"),
  SOAK("by name only: 20 minutes of everything at once, a kill -9 in the middle"),
  HUB("JMH: the hub alone"),
  INDICATORS("JMH: ten indicators beside TA-Lib"),
  ALERTS("JMH: looks at alert rules");

  private final String title;

  SingleCase(String title) {
    this.title = title;
  }

  /** The case called {@code name}; empty when there is none. */
  static Optional<SingleCase> named(String name) {
    return Arrays.stream(values()).filter(it -> it.toString().equals(name)).findFirst();
  }

  /** All that run when none is named. */
  static List<SingleCase> usual() {
    return Arrays.stream(values()).filter(it -> it != SOAK).toList();
  }

  /** One line for the help. */
  String title() {
    return title;
  }

  /** Measures, and makes a table. */
  String run(BenchOptions options) throws IOException, InterruptedException, RunnerException {
    return switch (this) {
      case ANALYSIS -> AnalysisCase.run(options);
      case ANALYSIS_FIRST -> AnalysisCase.first(options);
      case ANALYSIS_PEERS -> AnalysisPeersCase.run(options);
      case INGEST -> OwnProcess.run(BarIngest.class, List.of(), Integer.toString(options.rounds()));
      case LIVE -> OwnProcess.run(LiveBench.class, List.of("taskset", "-c", RunningServer.CORE));
      case LIVE_GRPC -> LiveWireCase.run(options, Wire.GRPC);
      case LIVE_WS -> LiveWireCase.run(options, Wire.WS);
      case TASKS -> TasksCase.run(options);
      case TASKS_KEPT -> TasksCase.kept();
      case TASKS_GRPC -> TasksWireCase.run(options);
      case TUNING -> TuningCase.run(options);
      case MONITORING -> MonitoringCase.run(options);
      case SOAK -> SoakCase.run(options);
      case HUB -> MicroCase.HUB.run();
      case INDICATORS -> MicroCase.INDICATORS.run();
      case ALERTS -> MicroCase.ALERTS.run();
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
