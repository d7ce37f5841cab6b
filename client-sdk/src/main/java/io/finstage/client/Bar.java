package io.finstage.client;

import java.time.Instant;

/**
 * What the trades of one interval came to.
 *
 * @param openTime start of the interval
 * @param open price of the first trade
 * @param high highest price
 * @param low lowest price
 * @param close price of the last trade
 * @param volume sum of the sizes
 * @param trades how many; 0 where the source does not say
 */
public record Bar(
    Instant openTime,
    double open,
    double high,
    double low,
    double close,
    double volume,
    long trades) {}
