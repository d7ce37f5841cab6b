package io.finstage.client;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A client and a scripted server in one thread, with a clock that the test moves. */
final class FeedFixture implements AutoCloseable {

  /** Always the longest delay. */
  static final RandomGenerator LONGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  final ManualLoop loop = new ManualLoop();
  final FakePrices prices = new FakePrices();
  final FinstageClient client;
  private final Server server;

  FeedFixture() {
    this(ClientOptions.defaults());
  }

  FeedFixture(ClientOptions options) {
    String name = InProcessServerBuilder.generateName();
    try {
      server = InProcessServerBuilder.forName(name).directExecutor().addService(prices).build();
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ManagedChannel channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    client = new FinstageClient(channel, options, threadName -> loop, LONGEST);
  }

  PriceFeed open(Subscription... subscriptions) {
    PriceFeed feed = client.prices(subscriptions);
    loop.run();
    return feed;
  }

  /** A feed of one symbol, welcomed in epoch e1 and acknowledged at {@code sequence}. */
  PriceFeed openAt(String symbol, long sequence) throws InterruptedException {
    PriceFeed feed = open(Subscription.to(symbol));
    prices.last().welcome("e1");
    loop.run();
    acknowledge(symbol, sequence, false);
    read(feed);
    return feed;
  }

  void acknowledge(String symbol, long sequence, boolean resumed) {
    String id = prices.last().subscribes().get(0).getRequestId();
    prices.last().say(FakePrices.subscribed(id, symbol, sequence, resumed));
  }

  /** Everything that can be read now. */
  List<FeedEvent> read(PriceFeed feed) throws InterruptedException {
    loop.run();
    List<FeedEvent> events = new ArrayList<>();
    for (Optional<FeedEvent> event = feed.next(Duration.ZERO);
        event.isPresent();
        event = feed.next(Duration.ZERO)) {
      events.add(event.get());
      loop.run();
    }
    return events;
  }

  void pass(Duration duration) {
    loop.advance(duration);
  }

  @Override
  public void close() {
    client.close();
    loop.run();
    server.shutdownNow();
  }
}
