package io.finstage.bench;

import io.finstage.client.Connected;
import io.finstage.client.FeedEvent;
import io.finstage.client.FeedListener;
import io.finstage.client.FinstageClient;
import io.finstage.client.FinstageException;
import io.finstage.client.Gap;
import io.finstage.client.PriceUpdate;
import io.finstage.client.Reconnecting;
import io.finstage.client.RequestRefused;
import io.finstage.client.Subscription;
import io.finstage.client.SubscriptionResult;
import io.finstage.client.SymbolResult;
import io.finstage.client.UnsubscriptionResult;
import io.finstage.client.Update;
import java.util.Optional;

/** A subscriber by the Java SDK, which reconnects and resumes by itself. */
final class SoakFeed implements SoakSubscribers.Client, FeedListener {

  private final SoakSubscribers shared;
  private final SoakLedger ledger;
  private final FinstageClient client;

  SoakFeed(SoakSubscribers shared, SoakLedger ledger) {
    this.shared = shared;
    this.ledger = ledger;
    this.client = FinstageClient.connect("127.0.0.1:" + shared.port());
  }

  void connect() {
    client
        .prices(
            Subscription.to(
                SoakSubscribers.SYMBOLS.getFirst(),
                SoakSubscribers.SYMBOLS.stream().skip(1).toArray(String[]::new)))
        .listen(this);
  }

  @Override
  public void onEvent(FeedEvent event) {
    switch (event) {
      case PriceUpdate update -> {
        long now = System.nanoTime();
        ledger.update(
            update.symbol(), update.sequence(), update.snapshot(), update.conflated(), now);
        if (!update.snapshot() && SoakLatencies.isSampled(update.sequence())) {
          shared.latencies().record(update.timestamp(), now);
        }
      }
      case Gap gap when gap.cause() == Gap.Cause.SEQUENCE_JUMP ->
          ledger.jumped(gap.symbol(), gap.from(), gap.to());
      case Gap gap -> ledger.gap(gap.symbol(), gap.from(), gap.to());
      case Connected connected -> ledger.connected(connected.epoch());
      case SubscriptionResult answer -> {
        for (SymbolResult result : answer.results()) {
          ledger.subscribed(result.symbol(), result.sequence(), result.resumed());
        }
      }
      case Reconnecting lost -> shared.failures().add(ledger.wire() + ": " + lost.cause());
      case RequestRefused refused -> shared.failures().add(ledger.wire() + ": " + refused.reason());
      case UnsubscriptionResult _, Update _ -> ledger.complain("not expected: " + event);
    }
  }

  @Override
  public void onEnd(Optional<FinstageException> cause) {
    cause.ifPresent(it -> ledger.complain("the feed ended: " + it.getMessage()));
  }

  /** The SDK does not let its connection be taken away. */
  @Override
  public void cut() {}

  @Override
  public void close() {
    client.close();
  }
}
