package io.finstage.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.hub.SubscribeRequest.ResumePoint;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
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
  private static final int REQUEST_TOPICS_MAX = 16;
  private static final String[] SYMBOLS = {"A", "B", "C", "D"};
  private static final Delivery[] DELIVERIES = {
    Delivery.EVERY, Delivery.LATEST, new Delivery.Interval(Duration.ofMillis(50))
  };

  private record Client(Subscriber subscriber, LedgerOutlet ledger, boolean slow) {}

  /** Short, so that topics are closed and opened again. */
  private static final Duration LINGER = Duration.ofMillis(100);

  private static final List<List<Aspect>> CHANNELS =
      List.of(
          List.of(Aspect.prices()),
          List.of(new Aspect.Bars(Interval.M1, false)),
          List.of(new Aspect.Bars(Interval.M1, true)),
          List.of(
              new Aspect.Indicator(Interval.M1, "rsi(14)", false),
              new Aspect.Indicator(Interval.M1, "sma(20)", false)));

  private final HubStage stage =
      new HubStage(
          HubStage.config(MAILBOX_MAX, RING_MAX, new HubConfig.OnDemand(20, 20, RING_MAX, LINGER)));
  private long closed;
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
        TopicLog log = subscription.audience.log();
        if (log != null && log.last() != null) {
          assertThat(client.ledger().accounted.get(log.topic()))
              .as("seed %d, %s", seed, log.topic())
              .isEqualTo(log.sequence());
          checked++;
        }
      }
    }
    assertThat(checked).as("subscriptions at the end").isPositive();
    assertThat(closed).as("topics closed").isPositive();
    assertThat(clients.stream().mapToLong(client -> client.ledger().missing).sum()).isPositive();
    assertThat(clients.stream().mapToLong(client -> client.ledger().conflated).sum()).isPositive();
  }

  /** Updates, one slot per topic, and per unwritten answer itself and its snapshots and gaps. */
  private static int mailboxBound() {
    return MAILBOX_MAX
        + REQUEST_TOPICS_MAX
        + Subscriber.REPLIES_MAX * (1 + 3 * REQUEST_TOPICS_MAX)
        + 2;
  }

  private void step() throws InterruptedException {
    switch (random.nextInt(28)) {
      case 0 -> connect(new LedgerOutlet());
      case 1 -> reconnect();
      case 2 -> unsubscribe();
      case 3 -> resubscribe();
      case 4 -> stage.upstreamHole(symbol());
      case 5, 6 -> stage.advance(Duration.ofMillis(random.nextInt(40)));
      case 7, 8, 9 -> writeToSome();
      case 10 -> keep();
      case 11, 12, 13, 14, 15, 16, 17, 18 -> change();
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
    subscriber.subscribe(request());
  }

  private void reconnect() throws InterruptedException {
    if (clients.isEmpty()) {
      return;
    }
    Client old = clients.remove(random.nextInt(clients.size()));
    Map<String, Long> sequences = new HashMap<>();
    old.ledger().accounted.forEach((topic, last) -> sequences.put(topic.name(), last));
    old.subscriber().leave();
    if (sequences.isEmpty()) {
      return;
    }
    LedgerOutlet ledger = old.ledger().successor();
    Subscriber subscriber = stage.join(ledger);
    clients.add(new Client(subscriber, ledger, random.nextBoolean()));
    ResumePoint point = new ResumePoint(HubStage.EPOCH, sequences);
    for (Topic topic : ledger.accounted.keySet().stream().sorted().toList()) {
      subscriber.subscribe(
          new SubscribeRequest(
              "r",
              List.of(topic.aspect()),
              List.of(topic.symbol().value()),
              delivery(),
              true,
              point));
      stage.step();
      write(clients.getLast());
    }
  }

  private void unsubscribe() throws InterruptedException {
    if (!clients.isEmpty() && random.nextInt(4) == 0) {
      Client client = clients.get(random.nextInt(clients.size()));
      stage.drain(client.subscriber());
      List<Aspect> aspects = aspects();
      String symbol = symbol();
      client
          .subscriber()
          .unsubscribe(
              new UnsubscribeRequest("u", aspects.getFirst().channel(), aspects, List.of(symbol)));
      stage.step();
      stage.flush();
      aspects.forEach(aspect -> client.ledger().accounted.remove(aspect.of(new Symbol(symbol))));
    }
  }

  private void resubscribe() throws InterruptedException {
    if (!clients.isEmpty() && random.nextInt(4) == 0) {
      Client client = clients.get(random.nextInt(clients.size()));
      stage.drain(client.subscriber());
      client.subscriber().subscribe(request());
    }
  }

  /** A topic that is open changes; the first time in its life that is its state. */
  private void change() {
    List<Aspect> aspects = CHANNELS.get(1 + random.nextInt(CHANNELS.size() - 1));
    Topic topic = aspects.get(random.nextInt(aspects.size())).of(new Symbol(symbol()));
    if (stage.logs.onDemand().get(topic) == null) {
      return;
    }
    if (random.nextInt(10) == 0) {
      stage.state(topic, "state");
    } else {
      stage.change(topic, "change");
    }
  }

  private void keep() {
    stage.keep();
    closed += stage.told.stream().filter(told -> told.startsWith("-")).count();
    stage.told.clear();
  }

  private SubscribeRequest request() {
    return HubStage.request(delivery(), aspects(), someSymbols());
  }

  private List<Aspect> aspects() {
    return CHANNELS.get(random.nextInt(CHANNELS.size()));
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
