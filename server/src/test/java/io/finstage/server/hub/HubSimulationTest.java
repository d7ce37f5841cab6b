package io.finstage.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of random steps of publishers and subscribers on one shard. After each step the books
 * of every subscriber must balance: received + folded + announced = published, in order, with
 * bounded mailboxes.
 */
class HubSimulationTest {

  private static final int STEPS = 6000;
  private static final int MAILBOX_MAX = 16;
  private static final int RING_MAX = 32;
  private static final int REQUEST_SYMBOLS_MAX = 10;
  private static final String[] SYMBOLS = {"A", "B", "C", "D"};
  private static final Delivery[] DELIVERIES = {
    Delivery.EVERY, Delivery.LATEST, new Delivery.Interval(Duration.ofMillis(50))
  };

  private record Client(Subscriber subscriber, LedgerOutlet ledger, boolean slow) {}

  private final HubStage stage = new HubStage(HubStage.config(MAILBOX_MAX, RING_MAX));
  private final List<Client> clients = new ArrayList<>();
  private Random random = new Random(0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void theBooksOfEverySubscriberBalanceAfterEveryStep(long seed) throws InterruptedException {
    random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      step();
      for (Client client : clients) {
        assertThat(client.ledger().faults).as("seed %d, step %d", seed, i).isEmpty();
        assertThat(client.subscriber().mailbox.size())
            .as("mailbox, seed %d, step %d", seed, i)
            .isLessThanOrEqualTo(mailboxBound());
      }
    }
    settle();
    long checked = 0;
    for (Client client : clients) {
      for (Subscription subscription : client.subscriber().subscriptions.values()) {
        SymbolChannel channel = subscription.audience.channel();
        if (channel != null) {
          assertThat(client.ledger().accounted.get(channel.symbol()))
              .as("seed %d, %s", seed, channel.symbol())
              .isEqualTo(channel.sequence());
          checked++;
        }
      }
    }
    assertThat(checked).as("subscriptions at the end").isPositive();
    assertThat(clients.stream().mapToLong(client -> client.ledger().missing).sum()).isPositive();
    assertThat(clients.stream().mapToLong(client -> client.ledger().conflated).sum()).isPositive();
  }

  /** Updates, one slot per symbol, and per unwritten answer itself and its snapshots and gaps. */
  private static int mailboxBound() {
    return MAILBOX_MAX
        + SYMBOLS.length
        + Subscriber.REPLIES_MAX * (1 + 3 * REQUEST_SYMBOLS_MAX)
        + 2;
  }

  private void step() throws InterruptedException {
    switch (random.nextInt(20)) {
      case 0 -> connect(new LedgerOutlet());
      case 1 -> reconnect();
      case 2 -> unsubscribe();
      case 3 -> resubscribe();
      case 4 -> stage.upstreamHole(symbol());
      case 5, 6 -> stage.advance(Duration.ofMillis(random.nextInt(40)));
      case 7, 8, 9 -> writeToSome();
      default -> stage.trade(symbol(), 1 + random.nextInt(1000));
    }
    stage.step();
    writeToTheFast();
  }

  private void connect(LedgerOutlet ledger) throws InterruptedException {
    if (clients.size() >= 12) {
      Client left = clients.remove(random.nextInt(clients.size()));
      left.subscriber().leave();
    }
    Subscriber subscriber = stage.join(ledger);
    Client client = new Client(subscriber, ledger, random.nextBoolean());
    clients.add(client);
    subscriber.subscribe(HubStage.request(delivery(), someSymbols()));
  }

  private void reconnect() throws InterruptedException {
    if (clients.isEmpty()) {
      return;
    }
    Client old = clients.remove(random.nextInt(clients.size()));
    Map<String, Long> sequences = new HashMap<>();
    old.ledger().accounted.forEach((symbol, last) -> sequences.put(symbol.value(), last));
    old.subscriber().leave();
    if (sequences.isEmpty()) {
      return;
    }
    LedgerOutlet ledger = old.ledger().successor();
    Subscriber subscriber = stage.join(ledger);
    clients.add(new Client(subscriber, ledger, random.nextBoolean()));
    subscriber.subscribe(HubStage.resume(delivery(), HubStage.EPOCH, sequences));
  }

  private void unsubscribe() throws InterruptedException {
    if (!clients.isEmpty() && random.nextInt(4) == 0) {
      Client client = clients.get(random.nextInt(clients.size()));
      stage.drain(client.subscriber());
      String symbol = symbol();
      client.subscriber().unsubscribe("u", List.of(symbol));
      stage.step();
      stage.flush();
      client.ledger().accounted.remove(new io.finstage.server.market.Symbol(symbol));
    }
  }

  private void resubscribe() throws InterruptedException {
    if (!clients.isEmpty() && random.nextInt(4) == 0) {
      Client client = clients.get(random.nextInt(clients.size()));
      stage.drain(client.subscriber());
      client.subscriber().subscribe(HubStage.request(delivery(), someSymbols()));
    }
  }

  private void writeToSome() {
    clients.stream().filter(client -> random.nextInt(3) == 0).forEach(this::write);
  }

  private void writeToTheFast() {
    clients.stream().filter(client -> !client.slow()).forEach(this::write);
  }

  private void write(Client client) {
    stage.drain(client.subscriber());
  }

  private void settle() {
    for (int i = 0; i < 200; i++) {
      stage.advance(Duration.ofMillis(60));
      stage.flush();
    }
  }

  private String[] someSymbols() {
    return random.nextInt(5) == 0
        ? new String[] {SubscribeRequest.ALL}
        : new String[] {symbol(), symbol()};
  }

  private String symbol() {
    return SYMBOLS[random.nextInt(SYMBOLS.length)];
  }

  private Delivery delivery() {
    return DELIVERIES[random.nextInt(DELIVERIES.length)];
  }
}
