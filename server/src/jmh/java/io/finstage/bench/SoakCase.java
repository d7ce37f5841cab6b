package io.finstage.bench;

import io.finstage.client.Analysis;
import io.finstage.client.FinstageClient;
import io.finstage.client.FinstageException;
import io.finstage.client.Indicator;
import io.finstage.client.Price;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Everything at once for twenty minutes: a thousand subscribers on all wires, analyses and tasks;
 * connections break all the time, and in the middle the server is killed and started again where it
 * was. Server and clients share the machine's cores. Fails when a gap was not announced, or an
 * acknowledged task did not end as it should.
 */
@SuppressWarnings("FutureReturnValueIgnored") // threads of clients at the end of the process
final class SoakCase implements AutoCloseable {

  private static final int SUBSCRIBERS = 1_000;

  /** Ticks of all symbols together; every subscriber gets each of them. */
  static final int TICKS_PER_SECOND = 20;

  private static final int SECONDS = 1_200;
  private static final int CONNECTING_AT_A_TIME = 50;
  private static final Duration BACK_MAX = Duration.ofMinutes(3);
  private static final int LIVE_READINGS = 10;
  private static final int STORED_SYMBOLS = 50;
  private static final int STORED_BARS = 250;

  private final BenchOptions options;
  private final int seconds;
  private final int subscribers;
  private final RunningServer.Ports ports;
  private final List<String> arguments;
  private final List<SoakLedger> ledgers = new ArrayList<>();
  private final List<SoakSubscribers.Client> clients = new ArrayList<>();
  private final List<SoakMemory> lives = List.of(new SoakMemory(), new SoakMemory());
  private final SoakSubscribers.Failures failures = new SoakSubscribers.Failures();
  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final long originNanos = System.nanoTime();
  private final FinstageClient asking;
  private RunningServer server;

  private SoakCase(BenchOptions options, StoredBars bars) throws IOException, InterruptedException {
    this.options = options;
    this.seconds = options.seconds() > 0 ? options.seconds() : SECONDS;
    this.subscribers = options.subscribers() > 0 ? options.subscribers() : SUBSCRIBERS;
    this.ports = RunningServer.Ports.free();
    this.arguments =
        List.of(
            "--data.dir=" + bars.folder(),
            "--feed.source=simulated",
            "--feed.simulated.symbols=" + String.join(",", SoakSubscribers.SYMBOLS),
            "--feed.simulated.rate=" + TICKS_PER_SECOND,
            StoredBars.keepAll("1d"));
    this.server = RunningServer.startAt(ports, options, "soak-1", arguments);
    this.asking = FinstageClient.connect("127.0.0.1:" + ports.main());
  }

  static String run(BenchOptions options) throws IOException, InterruptedException {
    StoredBars bars =
        StoredBars.imported(
            new StoredBars.Plan(
                STORED_SYMBOLS,
                STORED_BARS,
                "1d",
                Duration.ofDays(1),
                Instant.now().truncatedTo(ChronoUnit.DAYS).minus(STORED_BARS, ChronoUnit.DAYS)),
            options);
    try (SoakCase soak = new SoakCase(options, bars)) {
      SoakReport report = soak.measure();
      System.out.println(report.text());
      if (!report.wrong().isEmpty()) {
        throw new IllegalStateException(String.join("\n", report.wrong()));
      }
    }
    return "";
  }

  private SoakReport measure() throws IOException, InterruptedException {
    SoakLatencies latencies = new SoakLatencies(seconds);
    connect(new SoakSubscribers(ports.main(), latencies, failures));
    if (!awaitAll(firstSequences())) {
      throw new IllegalStateException("not everybody could subscribe");
    }
    try (SoakTasks tasks = new SoakTasks(ports.main())) {
      List<SoakCalls> calls =
          List.of(
              new SoakCalls("GetPrices", 10, number -> sequences()),
              new SoakCalls("AnalyzeSymbols", 4, number -> analyze()),
              new SoakCalls("SubmitTask", 50, tasks::submit),
              new SoakCalls("GetTask", 50, tasks::look));
      Thread.sleep(Duration.ofSeconds(options.warmUpSeconds()));
      long startNanos = System.nanoTime();
      latencies.begin(startNanos);
      long endNanos = startNanos + Duration.ofSeconds(seconds).toNanos();
      Outage outage = live(startNanos, endNanos);
      calls.forEach(SoakCalls::close);
      Map<String, Long> last = sequences();
      boolean complete = awaitAll(last);
      SoakTasks.Outcome outcome = tasks.settle();
      return new SoakReport(
          new SoakReport.Times(originNanos, startNanos, seconds),
          outage,
          SoakReport.books(ledgers),
          latencies,
          calls,
          outcome,
          lives,
          failures,
          complete);
    }
  }

  /**
   * The kill.
   *
   * @param killed on the clock of {@link System#nanoTime}, as the others
   * @param answering when the server took connections again
   * @param over when every subscriber had received something again
   */
  record Outage(long killed, long answering, long over) {}

  private void connect(SoakSubscribers shared) throws InterruptedException {
    for (int i = 0; i < subscribers; i++) {
      clients.add(client(i, shared));
      if ((i + 1) % CONNECTING_AT_A_TIME == 0) {
        Thread.sleep(200);
      }
    }
  }

  /** Of twenty: 10 over WebSocket in JSON, 5 in protobuf, 4 by gRPC, 1 by the SDK. */
  private SoakSubscribers.Client client(int number, SoakSubscribers shared) {
    int kind = number % 20;
    String wire =
        kind < 10
            ? "WebSocket JSON"
            : kind < 15 ? "WebSocket protobuf" : kind < 19 ? "gRPC Connect" : "Java SDK";
    SoakLedger ledger = new SoakLedger(wire, originNanos);
    ledgers.add(ledger);
    if (kind < 15) {
      SoakWebSocket socket = new SoakWebSocket(shared, ledger, loops.next(), kind < 10);
      socket.connect();
      return socket;
    } else if (kind < 19) {
      SoakGrpc grpc = new SoakGrpc(shared, ledger, timer);
      grpc.connect();
      return grpc;
    }
    SoakFeed feed = new SoakFeed(shared, ledger);
    feed.connect();
    return feed;
  }

  /** Once a second a connection breaks and memory is looked at; in the middle the kill. */
  private Outage live(long startNanos, long endNanos) throws IOException, InterruptedException {
    Outage outage = null;
    int readings = 0;
    for (long second = 0; ; second++) {
      long due = startNanos + Duration.ofSeconds(second).toNanos();
      if (due >= endNanos) {
        break;
      }
      Thread.sleep(Math.max(0, Duration.ofNanos(due - System.nanoTime()).toMillis()));
      if (outage == null && second >= seconds / 2) {
        outage = kill();
      }
      clients.get(ThreadLocalRandom.current().nextInt(clients.size())).cut();
      SoakMemory life = lives.get(outage == null ? 0 : 1);
      double at = (System.nanoTime() - startNanos) / 1e9;
      life.readResident(server.pid(), at);
      if (second >= (readings + 0.5) * seconds / LIVE_READINGS) {
        readings++;
        life.readLive(server.pid(), at);
      }
    }
    return outage == null ? new Outage(endNanos, endNanos, endNanos) : outage;
  }

  private Outage kill() throws IOException, InterruptedException {
    long killed = System.nanoTime();
    System.err.println("soak: kill -9 " + server.pid());
    server.kill();
    server = RunningServer.startAt(ports, options, "soak-2", arguments);
    long answering = System.nanoTime();
    long most = answering + BACK_MAX.toNanos();
    while (ledgers.stream().anyMatch(ledger -> ledger.outageSeconds() == 0)
        && System.nanoTime() < most) {
      Thread.sleep(10);
    }
    long over = System.nanoTime();
    System.err.printf("soak: everybody is back after %.1f s%n", (over - killed) / 1e9);
    return new Outage(killed, answering, over);
  }

  private Map<String, Long> sequences() {
    Map<String, Long> sequences = new HashMap<>();
    for (Price price : asking.getPrices(SoakSubscribers.SYMBOLS)) {
      sequences.put(price.symbol(), price.sequence());
    }
    return sequences;
  }

  /** As soon as there are any: a busy machine may take its time. */
  private Map<String, Long> firstSequences() {
    long most = System.nanoTime() + BACK_MAX.toNanos();
    while (true) {
      try {
        return sequences();
      } catch (FinstageException e) {
        if (System.nanoTime() > most) {
          throw e;
        }
      }
    }
  }

  private void analyze() {
    String[] more = new String[STORED_SYMBOLS - 1];
    for (int i = 1; i < STORED_SYMBOLS; i++) {
      more[i - 1] = "S" + i;
    }
    Indicator[] five = AnalysisClient.FIVE.stream().map(Indicator::of).toArray(Indicator[]::new);
    var answers =
        asking.analysis().analyze(Analysis.of("S0", more).interval("1d").indicators(five).last());
    answers.forEach(answer ->
        answer
            .failure()
            .ifPresent(failure -> {
              throw new IllegalStateException("a symbol failed: " + failure);
            }));
  }

  /** Whether every subscriber gets to these sequences soon. */
  private boolean awaitAll(Map<String, Long> last) throws InterruptedException {
    long most = System.nanoTime() + BACK_MAX.toNanos();
    while (!ledgers.stream().allMatch(ledger -> ledger.reached(last))) {
      if (System.nanoTime() > most) {
        long behind = ledgers.stream().filter(ledger -> !ledger.reached(last)).count();
        System.err.println("soak: " + behind + " are not at " + last + "; " + failures.counts());
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }

  @Override
  public void close() {
    clients.forEach(SoakSubscribers.Client::close);
    asking.close();
    server.close();
    loops.shutdownGracefully();
    timer.shutdownNow();
  }
}
