package io.finstage.client;

import java.time.Duration;
import java.util.Optional;

/**
 * A source of the server and its feed.
 *
 * @param state UPPER_SNAKE, as in {@code EMITTING} or {@code MUTE}
 * @param age how old the newest event was when it came in; empty for a replay and before the first
 * @param ticks taken in
 * @param reason the state in plain words
 */
public record SourceStatus(
    String name, String state, Optional<Duration> age, long ticks, String reason) {}
