package io.finstage.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
    try (LoadLoop loop = new LoadLoop(tally)) {
      List<String> symbols = scenario.symbols().subList(0, Scenario.SYMBOLS);
      InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      loop.connect(
          server,
          scenario.subscribers(),
          scenario.stuck(),
          i -> new Wanted.Prices(List.of(symbols.get(i % symbols.size())), false),
          scenario.wire().conversations());
      loop.run(warmUp);
      print(window(loop, tally, pid, window));
      if (scenario.stuck() > 0) {
        loop.stopReading(scenario.stuck(), new Wanted.Prices(Scenario.fillers(), true));
        print(window(loop, tally, pid, window));
      }
    }
  }

  private static void print(Measurement measurement) {
    System.out.println(RESULT + measurement.line());
  }

  /** Runs a client; what it found out, window by window. */
  static List<Measurement> results(List<String> command) throws IOException, InterruptedException {
    List<Measurement> windows = new ArrayList<>();
    Process client =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = client.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(RESULT)) {
          windows.add(Measurement.parse(line.substring(RESULT.length())));
        }
      }
    } finally {
      client.destroy();
    }
    if (client.waitFor() != 0 || windows.isEmpty()) {
      throw new IllegalStateException("client failed: " + command);
    }
    return windows;
  }

  /** Measures for so long. */
  static Measurement window(LoadLoop loop, Tally tally, long pid, Duration time)
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
