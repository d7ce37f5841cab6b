package io.finstage.server.indicators;

/** Whose definition of an indicator is computed, where definitions differ. */
public enum Profile {
  /** The published definition, computed so that neither long series nor extreme prices hurt it. */
  ACCURATE,
  /** Bit for bit what {@code com.tictactec:ta-lib:0.4.0} answers. */
  TALIB_0_4,
  /** As TradingView's Pine defines it. */
  PINE
}
