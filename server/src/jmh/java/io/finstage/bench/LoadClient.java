package io.finstage.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The load client: a process of its own, on a core of its own. Connects, warms up, measures one
 * window (two with stuck subscribers: before and after they stop reading) and prints a line for
 * each.
 */
final class LoadClient {

  static final String RESULT = "RESULT ";

  /** Samples per second that give a steady p99.9 in ten seconds and cost the client nothing. */
  private static final long SAMPLES_PER_SECOND = 15_000;

  private static final int[] PRIMES = {1, 3, 7, 13, 29, 97};

  private LoadClient() {}

  /** Scenario, port and process of the server, seconds of warm-up and window. */
  public static void main(String[] args) throws IOException {
    Scenario scenario = Scenario.named(args[0]);
    int port = Integer.parseInt(args[1]);
    long pid = Long.parseLong(args[2]);
    Duration warmUp = Duration.ofSeconds(Long.parseLong(args[3]));
    Duration window = Duration.ofSeconds(Long.parseLong(args[4]));
    Tally tally = new Tally(sampleEvery(scenario));
    Supplier<Conversation> conversations =
        switch (scenario.wire()) {
          case WS -> WebSocketConversation::new;
          case GRPC -> GrpcConversation::new;
        };
    try (LoadLoop loop = new LoadLoop(tally)) {
      List<String> symbols = scenario.symbols().subList(0, Scenario.SYMBOLS);
      InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      loop.connect(server, scenario.subscribers(), scenario.stuck(), symbols, conversations);
      loop.run(warmUp);
      print(window(loop, tally, pid, window));
      if (scenario.stuck() > 0) {
        loop.stopReading(scenario.stuck(), Scenario.fillers());
        print(window(loop, tally, pid, window));
      }
    }
  }

  private static void print(Measurement measurement) {
    System.out.println(RESULT + measurement.line());
  }

  private static Measurement window(LoadLoop loop, Tally tally, long pid, Duration time)
      throws IOException {
    tally.reset();
    ProcessReading clientBefore = ProcessReading.of(ProcessHandle.current().pid());
    ProcessReading before = ProcessReading.of(pid);
    long start = System.nanoTime();
    loop.run(time);
    double seconds = (System.nanoTime() - start) / 1e9;
    ProcessReading after = ProcessReading.of(pid);
    ProcessReading clientAfter = ProcessReading.of(ProcessHandle.current().pid());
    return tally.over(
        seconds,
        after.cpuSeconds() - before.cpuSeconds(),
        clientAfter.cpuSeconds() - clientBefore.cpuSeconds(),
        after.rssMegabytes());
  }

  private static int sampleEvery(Scenario scenario) {
    for (int prime : PRIMES) {
      if (scenario.deliveriesPerSecond() / prime <= SAMPLES_PER_SECOND) {
        return prime;
      }
    }
    return PRIMES[PRIMES.length - 1];
  }
}
