package io.finstage.server.feed;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Readings of a feed at one moment. Counts only rise.
 *
 * @param source name of its source
 * @param state where it stands
 * @param reason why, for people, one line
 * @param ticks taken by the sink
 * @param refused refused by the source, the order check or the sink, by reason
 * @param restarts starts of the source after a failure
 * @param gaps gaps told to the sink
 * @param sourceAge how old the last tick was when it was received; empty for a replay, and before
 *     the first tick. Negative when the source's clock is ahead of ours
 */
public record FeedStats(
    String source,
    FeedState state,
    String reason,
    long ticks,
    Map<RefusalReason, Long> refused,
    long restarts,
    long gaps,
    Optional<Duration> sourceAge) {}
