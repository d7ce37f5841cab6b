package io.finstage.server.hub;

import java.util.Map;

/**
 * Readings of the hub at one moment. Counts only rise.
 *
 * @param subscribers conversations now, by wire
 * @param deliveries updates written, by wire
 * @param conflated updates folded into newer ones
 * @param gaps gaps announced, by cause
 * @param published updates sequenced
 * @param symbols live symbols now
 * @param topics topics that are open on demand now
 * @param demoted subscribers whose write blocks, now
 * @param deliveryLatency from taken in to written, per batch
 */
public record HubStats(
    Map<Wire, Long> subscribers,
    Map<Wire, Long> deliveries,
    long conflated,
    Map<Gap.Cause, Long> gaps,
    long published,
    long symbols,
    long topics,
    long demoted,
    LatencyBuckets.Reading deliveryLatency) {}
