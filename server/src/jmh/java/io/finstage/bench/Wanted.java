package io.finstage.bench;

import java.util.List;

/** What a subscriber of the load client asks for. */
sealed interface Wanted {

  List<String> symbols();

  /** Prices, with delivery EVERY or LATEST. */
  record Prices(List<String> symbols, boolean latest) implements Wanted {}

  /** Every indicator of every symbol, on every change of the forming bar, with delivery LATEST. */
  record Indicators(List<String> symbols, String interval, List<String> texts) implements Wanted {}
}
