package io.finstage.client;

/**
 * What the server has seen.
 *
 * @param source name of the source that names this symbol
 */
public record Instrument(String symbol, String source) {}
