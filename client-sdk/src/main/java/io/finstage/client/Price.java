package io.finstage.client;

import java.time.Instant;
import java.util.Optional;

/**
 * The last price of one symbol.
 *
 * @param status {@code OK}, or why there is no price
 * @param sequence of the update that this price reflects; 0 when there is none
 * @param price price of the last trade; NaN while unknown
 * @param size size of the trade that caused the last update; NaN when a quote did
 * @param bid best bid; NaN while unknown
 * @param ask best ask; NaN while unknown
 * @param timestamp the source's time of the event; empty when there is none
 * @param receivedAt when the server took the event in; empty when there is none
 */
public record Price(
    String symbol,
    SymbolStatus status,
    long sequence,
    double price,
    double size,
    double bid,
    double ask,
    Optional<Instant> timestamp,
    Optional<Instant> receivedAt) {}
