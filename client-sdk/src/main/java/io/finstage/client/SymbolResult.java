package io.finstage.client;

/**
 * One line of an answer.
 *
 * @param symbol as the request spelled it
 * @param sequence where the subscription goes on: the next update carries a higher one
 * @param resumed whether everything after the last update received is replayed
 */
public record SymbolResult(String symbol, SymbolStatus status, long sequence, boolean resumed) {}
