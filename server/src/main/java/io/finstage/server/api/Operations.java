package io.finstage.server.api;

import io.finstage.server.metrics.FeedReading;
import io.finstage.server.metrics.Monitor;
import io.finstage.server.metrics.Readiness;
import io.finstage.server.tuning.Tuner;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What {@code OperationsService} speaks for; every supplier is thread-safe.
 *
 * @param node name of this server among those that share a queue of tasks
 * @param sources in the order of the configuration
 * @param firingAlerts alerts that fire now
 */
public record Operations(
    String node,
    Instant startedAt,
    Monitor monitor,
    Supplier<List<FeedReading>> sources,
    Supplier<Readiness> readiness,
    IntSupplier firingAlerts,
    Tuner tuner) {}
