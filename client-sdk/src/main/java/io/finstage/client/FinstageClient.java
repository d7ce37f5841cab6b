package io.finstage.client;

import io.finstage.proto.v1.GetPricesRequest;
import io.finstage.proto.v1.ListBarsRequest;
import io.finstage.proto.v1.ListInstrumentsRequest;
import io.finstage.proto.v1.ListInstrumentsResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One connection to one Finstage server, shared by everything that is made here. Thread-safe; make
 * one per server and keep it. Connecting is left to the first call, so a client can be made before
 * its server is up.
 */
public final class FinstageClient implements AutoCloseable {

  /** Feeds, publishers, watches and workers that may be open at a time. */
  public static final int OPEN_MAX = 1000;

  private static final int PAGE_SIZE = 10_000;
  private static final int PAGES_MAX = 1000;

  private final Link link;
  private final ClientOptions options;
  private final Function<String, EventLoop> loops;
  private final RandomGenerator random;
  private final BarPages bars;
  private final Analysis analysis;
  private final Tasks tasks;
  private final Operations operations;
  private final Openings open = new Openings(OPEN_MAX);

  FinstageClient(
      ManagedChannel channel,
      ClientOptions options,
      Function<String, EventLoop> loops,
      RandomGenerator random) {
    this(channel, options, loops, random, Pacer.SYSTEM, () -> UUID.randomUUID().toString());
  }

  /**
   * @param pacer for callers that wait
   * @param ids request ids, each given out once in the world
   */
  FinstageClient(
      ManagedChannel channel,
      ClientOptions options,
      Function<String, EventLoop> loops,
      RandomGenerator random,
      Pacer pacer,
      Supplier<String> ids) {
    this.link = new Link(channel);
    this.options = options;
    this.loops = loops;
    this.random = random;
    this.bars = new BarPages(link, options.deadline());
    this.analysis = new Analysis(link, options.deadline());
    this.operations =
        new Operations(link, options.deadline(), new Alerts(link, options, random, pacer, open));
    this.tasks = new Tasks(new TaskCalls(link, options, random, pacer, ids, open));
  }

  /**
   * A client of the server at {@code target}, with {@link ClientOptions#defaults()}.
   *
   * @param target host and port, as in {@code localhost:8080}
   */
  public static FinstageClient connect(String target) {
    return connect(target, ClientOptions.defaults());
  }

  /**
   * A client of the server at {@code target}.
   *
   * @param target host and port, as in {@code localhost:8080}
   */
  public static FinstageClient connect(String target, ClientOptions options) {
    return new FinstageClient(
        Channels.open(target, options),
        options,
        ThreadLoop::new,
        () -> ThreadLocalRandom.current().nextLong());
  }

  /**
   * A feed of the bars of these symbols as they form, close, or are corrected, each with the newest
   * first.
   *
   * @param interval width: 1s, 1m, 5m, 15m, 1h or 1d
   */
  public PriceFeed bars(String interval, String symbol, String... more) {
    return prices(Subscription.to(symbol, more).bars(interval));
  }

  /**
   * A feed of indicators over the bars of a symbol, at every change of the forming bar, each with
   * its newest values first. For several symbols, or closed bars only, see {@link
   * Subscription#indicators}.
   *
   * @param interval width of the bars: 1s, 1m, 5m, 15m, 1h or 1d
   */
  public PriceFeed indicators(String interval, String symbol, Indicator... indicators) {
    return prices(Subscription.to(symbol).indicators(interval, indicators));
  }

  /** A feed of every update of these symbols, each with its last price first. */
  public PriceFeed prices(String symbol, String... more) {
    return prices(Subscription.to(symbol, more));
  }

  /**
   * A feed of these subscriptions; more can be added while it runs. Returns at once.
   *
   * @throws IllegalStateException when {@value #OPEN_MAX} are open already
   */
  public PriceFeed prices(Subscription... subscriptions) {
    open.checkRoom();
    EventLoop loop = loops.apply("finstage-feed");
    FeedLoop feedLoop =
        new FeedLoop(
            link,
            loop,
            new FeedLoop.FeedSettings(
                options.backoff(), random, options.deadline(), options.feedBufferMax()));
    PriceFeed feed = new PriceFeed(feedLoop, loop, open::remove);
    open.add(feed, feed::close);
    for (Subscription subscription : subscriptions) {
      feed.subscribe(subscription);
    }
    loop.execute(feedLoop::connect);
    return feed;
  }

  /**
   * The last price of each symbol, in the order asked; {@link Subscription#ALL} for all that are
   * live, ordered by symbol.
   *
   * @throws FinstageException when the server refuses or does not answer within the deadline
   */
  public List<Price> getPrices(Collection<String> symbols) {
    GetPricesRequest request = GetPricesRequest.newBuilder().addAllSymbols(symbols).build();
    try {
      return link.blockingStub(options.deadline()).getPrices(request).getPricesList().stream()
          .map(Wire::price)
          .toList();
    } catch (StatusRuntimeException e) {
      throw ErrorReader.read(e);
    }
  }

  /** The last price of each symbol; see {@link #getPrices(Collection)}. */
  public List<Price> getPrices(String... symbols) {
    return getPrices(Arrays.asList(symbols));
  }

  /**
   * Every instrument that the server has seen, ordered by symbol.
   *
   * @throws FinstageException when the server refuses, or a page does not come within the deadline
   */
  public List<Instrument> listInstruments() {
    List<Instrument> all = new ArrayList<>();
    String token = "";
    try {
      for (int page = 0; page < PAGES_MAX; page++) {
        ListInstrumentsResponse response =
            link.blockingStub(options.deadline())
                .listInstruments(
                    ListInstrumentsRequest.newBuilder()
                        .setPageSize(PAGE_SIZE)
                        .setPageToken(token)
                        .build());
        response
            .getInstrumentsList()
            .forEach(line -> all.add(new Instrument(line.getSymbol(), line.getSource())));
        token = response.getNextPageToken();
        if (token.isEmpty()) {
          return all;
        }
      }
    } catch (StatusRuntimeException e) {
      throw ErrorReader.read(e);
    }
    throw new FinstageException(
        FinstageException.Code.OUT_OF_RANGE, "PAGES_MAX", "more than " + PAGES_MAX + " pages");
  }

  /** All closed bars of a symbol in the server's store; see the other form. */
  public List<Bar> listBars(String symbol, String interval) {
    return bars.list(ListBarsRequest.newBuilder().setSymbol(symbol).setInterval(interval));
  }

  /**
   * Closed bars of a symbol in the server's store, oldest first, page by page.
   *
   * @param interval width: 1s, 1m, 5m, 15m, 1h or 1d
   * @param from bars that open then or later
   * @param to bars that open before
   * @throws FinstageException when the server refuses, a page does not come within the deadline, or
   *     there are more than {@value BarPages#BARS_MAX} bars (OUT_OF_RANGE)
   */
  public List<Bar> listBars(String symbol, String interval, Instant from, Instant to) {
    return bars.list(
        ListBarsRequest.newBuilder()
            .setSymbol(symbol)
            .setInterval(interval)
            .setStartTime(Wire.timestamp(from))
            .setEndTime(Wire.timestamp(to)));
  }

  /** Indicators and signals over bars. */
  public Analysis analysis() {
    return analysis;
  }

  /**
   * A publisher with {@link PublisherOptions#defaults()}.
   *
   * @throws IllegalStateException when {@value #OPEN_MAX} are open already
   */
  public Publisher publisher() {
    return publisher(PublisherOptions.defaults());
  }

  /** A publisher; see {@link #publisher()}. */
  public Publisher publisher(PublisherOptions publisherOptions) {
    open.checkRoom();
    Publisher publisher =
        new Publisher(
            link,
            loops.apply("finstage-publisher"),
            publisherOptions,
            options,
            random,
            open::remove);
    open.add(publisher, publisher::cut);
    return publisher;
  }

  /** The server as its operator sees it. */
  public Operations operations() {
    return operations;
  }

  /** The durable task queue. */
  public Tasks tasks() {
    return tasks;
  }

  /**
   * A worker that is to lend handlers to the queue; nothing is sent until {@link
   * WorkerOffer#start}.
   *
   * @param name for people, 1 to 64 characters
   */
  public WorkerOffer worker(String name) {
    return WorkerOffer.of(name, this::start);
  }

  private Worker start(WorkerOffer offer) {
    open.checkRoom();
    EventLoop loop = loops.apply("finstage-worker");
    WorkerLoop workerLoop =
        new WorkerLoop(
            link,
            loop,
            offer,
            new WorkerLoop.Reconnects(options.backoff(), random, options.deadline()));
    Worker worker = new Worker(workerLoop, loop, offer.name(), open::remove);
    open.add(worker, worker::cut);
    loop.execute(workerLoop::connect);
    return worker;
  }

  /**
   * Closes every feed and watch, cuts every publisher and worker, then the connection. Never
   * blocks.
   */
  @Override
  public void close() {
    open.cutAll();
    link.close();
  }
}
