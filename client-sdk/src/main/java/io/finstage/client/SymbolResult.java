package io.finstage.client;

/**
 * One line of an answer.
 *
 * @param symbol as the request spelled it
 * @param topic of bars and indicators too, as in {@link Update#topic()}: an indicator as the server
 *     spells it
 * @param sequence where the subscription goes on: the next update carries a higher one
 * @param resumed whether everything after the last update received is replayed
 */
public record SymbolResult(
    String symbol, String topic, SymbolStatus status, long sequence, boolean resumed) {

  /** A line of an answer about prices. */
  public SymbolResult(String symbol, SymbolStatus status, long sequence, boolean resumed) {
    this(symbol, symbol, status, sequence, resumed);
  }
}
