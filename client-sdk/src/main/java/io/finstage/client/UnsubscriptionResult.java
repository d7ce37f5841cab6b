package io.finstage.client;

import java.util.List;

/** The server's answer to an unsubscription: no update of these symbols follows. */
public record UnsubscriptionResult(List<SymbolResult> results) implements FeedEvent {

  public UnsubscriptionResult {
    results = List.copyOf(results);
  }
}
