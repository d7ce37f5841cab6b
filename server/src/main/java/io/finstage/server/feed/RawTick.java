package io.finstage.server.feed;

import org.jspecify.annotations.Nullable;

/**
 * A tick as a stranger spelled it: nothing in it is checked yet. An absent field is null.
 *
 * @param symbol any text
 * @param price of a trade
 * @param size of a trade
 * @param bid of a quote
 * @param ask of a quote
 * @param epochSecond the source's time of the event, seconds since 1970; absent: the server's time
 * @param nanos nanoseconds within that second; not read when {@code epochSecond} is absent
 */
public record RawTick(
    String symbol,
    @Nullable Double price,
    @Nullable Double size,
    @Nullable Double bid,
    @Nullable Double ask,
    @Nullable Long epochSecond,
    int nanos) {}
