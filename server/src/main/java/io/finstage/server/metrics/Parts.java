package io.finstage.server.metrics;

import io.finstage.server.analysis.AnalysisStats;
import io.finstage.server.bars.BarsStats;
import io.finstage.server.hub.HubStats;
import io.finstage.server.tasks.TasksStats;
import java.util.List;
import java.util.function.Supplier;

/** Where the readings of every part come from; thread-safe, all of them. */
public record Parts(
    Supplier<HubStats> hub,
    Supplier<BarsStats> bars,
    Supplier<List<FeedReading>> feeds,
    Supplier<AnalysisStats> analysis,
    Supplier<TasksStats> tasks,
    Supplier<ListenerStats> listener,
    RequestMeter requests) {}
