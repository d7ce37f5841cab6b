package io.finstage.server.metrics.slo;

import java.time.Duration;

/**
 * What is promised.
 *
 * @param window over which every promise is judged, 1 h to 30 d
 * @param requestAvailability least share of requests that the server does not fail, above 0, below
 *     1
 * @param requestP99 in which 99 % of the requests end
 * @param deliveryP99 in which 99 % of the batches are written after they were taken in
 * @param analysisP99 in which 99 % of the analyses end
 * @param taskFailureMax largest share of tasks that fail for good, above 0, below 1
 * @param sourceAvailability least share of seconds in which a source is there, above 0, below 1
 * @param sourceAgeMax how old a live source's newest tick may be when it comes in
 */
public record SloConfig(
    Duration window,
    double requestAvailability,
    Duration requestP99,
    Duration deliveryP99,
    Duration analysisP99,
    double taskFailureMax,
    double sourceAvailability,
    Duration sourceAgeMax) {}
