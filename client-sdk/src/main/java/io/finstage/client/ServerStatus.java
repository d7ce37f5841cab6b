package io.finstage.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a server is.
 *
 * @param serverVersion as in {@code 0.1.0}
 * @param node name of the server among those that share a queue of tasks
 * @param time when the readings were taken
 * @param ready whether clients should be sent there
 * @param readyReasons why, in plain words
 * @param readings by name with labels, as in {@code finstage_ticks_total:rate{source="simulated"}}
 * @param objectives by name
 * @param history empty unless it was asked for
 * @param sources in the order of the server's configuration
 * @param firingAlerts alerts that fire now
 * @param tuningMode empty when the server has no tuning loop
 */
public record ServerStatus(
    String serverVersion,
    String node,
    Instant startedAt,
    Duration uptime,
    Instant time,
    boolean ready,
    List<String> readyReasons,
    Map<String, Double> readings,
    List<Objective> objectives,
    ReadingHistory history,
    List<SourceStatus> sources,
    int firingAlerts,
    Optional<TuningMode> tuningMode) {

  public ServerStatus {
    readyReasons = List.copyOf(readyReasons);
    readings = Map.copyOf(readings);
    objectives = List.copyOf(objectives);
    sources = List.copyOf(sources);
  }
}
