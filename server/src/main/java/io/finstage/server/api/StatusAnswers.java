package io.finstage.server.api;

import io.finstage.proto.v1.GetStatusRequest;
import io.finstage.proto.v1.GetStatusResponse;
import io.finstage.proto.v1.Objective;
import io.finstage.proto.v1.ReadingHistory;
import io.finstage.proto.v1.ReadingSeries;
import io.finstage.proto.v1.SourceStatus;
import io.finstage.server.metrics.FeedReading;
import io.finstage.server.metrics.History;
import io.finstage.server.metrics.Readiness;
import io.finstage.server.metrics.slo.ObjectiveReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code GetStatus}: the check of its request, and its answer. Thread-safe. */
public final class StatusAnswers {

  private static final int READINGS_MAX = 1000;
  private static final int POINTS_MAX = History.STEPS;
  private static final Duration HISTORY_MAX = History.STEP.multipliedBy(History.STEPS);

  private final Operations operations;

  /** Speaks for this server. */
  public StatusAnswers(Operations operations) {
    this.operations = operations;
  }

  /** What is wrong with the request; empty when all is well. */
  public static Optional<Refusal> refusal(GetStatusRequest request) {
    TaskFields fields = new TaskFields();
    if (request.getReadingsCount() > READINGS_MAX) {
      fields.add("readings", "must be at most " + READINGS_MAX);
    }
    if (request.hasHistory()) {
      fields.duration(
          "history", request.getHistory(), Duration.ofMillis(1), HISTORY_MAX, "1 ms to 1 h");
    }
    fields.within("history_points_max", request.getHistoryPointsMax(), 0, POINTS_MAX);
    return fields.refusal();
  }

  /** The answer to a request that is not refused, as of {@code now}. */
  public GetStatusResponse answer(GetStatusRequest request, Instant now) {
    Set<String> asked = new HashSet<>(request.getReadingsList());
    Predicate<String> wanted = name -> asked.isEmpty() || asked.contains(name);
    Instant readAt = operations.monitor().board().time();
    Readiness readiness = operations.readiness().get();
    GetStatusResponse.Builder answer =
        GetStatusResponse.newBuilder()
            .setServerVersion(ServerVersion.TEXT)
            .setNode(operations.node())
            .setStartedAt(Times.timestamp(operations.startedAt()))
            .setUptime(TaskMessages.duration(Duration.between(operations.startedAt(), now)))
            .setTime(Times.timestamp(readAt.equals(Instant.EPOCH) ? now : readAt))
            .setReady(readiness.ready())
            .addAllReadyReasons(readiness.reasons())
            .setFiringAlerts(operations.firingAlerts().getAsInt())
            .setTuningMode(TuningMessages.mode(operations.tuner().mode()));
    operations
        .monitor()
        .board()
        .values()
        .forEach((name, value) -> {
          if (wanted.test(name)) {
            answer.putReadings(name, value);
          }
        });
    operations.monitor().objectives().forEach(it -> answer.addObjectives(objective(it)));
    operations.sources().get().forEach(it -> answer.addSources(source(it)));
    if (request.hasHistory()) {
      int points = request.getHistoryPointsMax();
      answer.setHistory(
          history(
              operations
                  .monitor()
                  .history()
                  .view(
                      now.minusSeconds(request.getHistory().getSeconds())
                          .minusNanos(request.getHistory().getNanos()),
                      points == 0 ? POINTS_MAX : points,
                      wanted)));
    }
    return answer.build();
  }

  private static Objective objective(ObjectiveReading reading) {
    Objective.Builder message =
        Objective.newBuilder()
            .setName(reading.objective().name())
            .setDescription(reading.objective().description())
            .setTarget(reading.objective().target())
            .setWindow(TaskMessages.duration(reading.objective().window()))
            .setEvents(reading.inWindow().all())
            .setBadEvents(reading.inWindow().bad())
            .setAvailabilityRatio(reading.availability())
            .setErrorBudgetRemainingRatio(reading.budgetRemaining())
            .setBurnRate5M(reading.burnRate5m())
            .setBurnRate1H(reading.burnRate1h());
    reading.objective().thresholdSeconds().ifPresent(message::setThresholdSeconds);
    return message.build();
  }

  private static SourceStatus source(FeedReading reading) {
    SourceStatus.Builder message =
        SourceStatus.newBuilder()
            .setName(reading.source())
            .setState(reading.state().name())
            .setTicks(reading.ticks())
            .setReason(reading.reason());
    reading.sourceAge().ifPresent(age -> message.setAge(TaskMessages.duration(age)));
    return message.build();
  }

  private static ReadingHistory history(History.View view) {
    ReadingHistory.Builder message = ReadingHistory.newBuilder();
    view.times().forEach(time -> message.addTimeMs(time.toEpochMilli()));
    view.series()
        .forEach((name, values) ->
            message.addSeries(
                ReadingSeries.newBuilder()
                    .setName(name)
                    .addAllValues(Arrays.stream(values).boxed().toList())));
    return message.build();
  }
}
