package io.finstage.client;

import io.finstage.proto.v1.GetStatusResponse;
import io.finstage.proto.v1.Tuning;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Messages of the operations service as the SDK's own records. Every function is pure. */
final class OperationsWire {

  private OperationsWire() {}

  static ServerStatus status(GetStatusResponse wire) {
    return new ServerStatus(
        wire.getServerVersion(),
        wire.getNode(),
        Wire.instant(wire.getStartedAt()),
        TasksWire.duration(wire.getUptime()),
        Wire.instant(wire.getTime()),
        wire.getReady(),
        wire.getReadyReasonsList(),
        wire.getReadingsMap(),
        wire.getObjectivesList().stream().map(OperationsWire::objective).toList(),
        history(wire.getHistory()),
        wire.getSourcesList().stream().map(OperationsWire::source).toList(),
        wire.getFiringAlerts(),
        mode(wire.getTuningMode()));
  }

  /** Empty for one that this SDK does not know. */
  static Optional<TuningMode> mode(Tuning.Mode wire) {
    return switch (wire) {
      case ON -> Optional.of(TuningMode.ON);
      case DRY_RUN -> Optional.of(TuningMode.DRY_RUN);
      case OFF -> Optional.of(TuningMode.OFF);
      case MODE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static Objective objective(io.finstage.proto.v1.Objective wire) {
    return new Objective(
        wire.getName(),
        wire.getDescription(),
        wire.getTarget(),
        wire.hasThresholdSeconds()
            ? OptionalDouble.of(wire.getThresholdSeconds())
            : OptionalDouble.empty(),
        TasksWire.duration(wire.getWindow()),
        wire.getEvents(),
        wire.getBadEvents(),
        wire.getAvailabilityRatio(),
        wire.getErrorBudgetRemainingRatio(),
        wire.getBurnRate5M(),
        wire.getBurnRate1H());
  }

  private static SourceStatus source(io.finstage.proto.v1.SourceStatus wire) {
    return new SourceStatus(
        wire.getName(),
        wire.getState(),
        wire.hasAge() ? Optional.of(TasksWire.duration(wire.getAge())) : Optional.empty(),
        wire.getTicks(),
        wire.getReason());
  }

  private static ReadingHistory history(io.finstage.proto.v1.ReadingHistory wire) {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    wire.getSeriesList()
        .forEach(each -> series.put(each.getName(), List.copyOf(each.getValuesList())));
    return new ReadingHistory(
        wire.getTimeMsList().stream().map(Instant::ofEpochMilli).toList(), series);
  }
}
