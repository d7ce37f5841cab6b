package io.finstage.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One row of the table of issue targets.
 *
 * @param subscribers connections, each subscribed to one of {@value #SYMBOLS} symbols
 * @param deliveriesPerSecond offered to all subscribers together; {@link #SATURATION}: more than
 *     any server can deliver
 * @param stuck of the subscribers, how many stop reading after the first window
 * @param seconds of a window, unless the options say otherwise
 * @param heapMegabytes of the server, fixed
 */
record Scenario(
    String name,
    Wire wire,
    int subscribers,
    long deliveriesPerSecond,
    int stuck,
    int seconds,
    int heapMegabytes) {

  static final int SYMBOLS = 10;

  /** Deliveries per second that nobody reaches with {@value #SYMBOLS} symbols on one core. */
  static final long SATURATION = 20_000_000;

  /**
   * Symbols nobody wants, until the stuck subscribers ask for all of them: what fills their socket
   * buffers (about 4 MB on loopback) within seconds at a low rate.
   */
  static final int FILLERS = 90;

  static final List<Scenario> ALL =
      List.of(
          new Scenario("ws-saturation", Wire.WS, 1_000, SATURATION, 0, 10, 384),
          new Scenario("grpc-saturation", Wire.GRPC, 1_000, SATURATION, 0, 10, 384),
          new Scenario("ws-100k", Wire.WS, 1_000, 100_000, 0, 10, 256),
          new Scenario("grpc-100k", Wire.GRPC, 1_000, 100_000, 0, 10, 256),
          new Scenario("ws-5000", Wire.WS, 5_000, 50_000, 0, 10, 288),
          new Scenario("grpc-5000", Wire.GRPC, 5_000, 50_000, 0, 10, 768),
          new Scenario("ws-stuck", Wire.WS, 1_000, 20_000, 10, 60, 256),
          new Scenario("grpc-stuck", Wire.GRPC, 1_000, 20_000, 10, 60, 256));

  /** Without peers: see {@link MonitoringCase}. */
  static final Scenario MONITORED = new Scenario("monitored", Wire.WS, 1_000, 20_000, 0, 20, 256);

  static Scenario named(String name) {
    return Stream.concat(ALL.stream(), Stream.of(MONITORED))
        .filter(scenario -> scenario.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no case " + name + " in " + ALL.stream().map(Scenario::name).toList()));
  }

  boolean saturating() {
    return deliveriesPerSecond >= SATURATION;
  }

  /** Ticks per second over all symbols. */
  double ticksPerSecond() {
    double perSymbol = (double) deliveriesPerSecond / subscribers;
    return perSymbol * symbols().size();
  }

  /** Everything the source names: S0, S1, ... and, with stuck subscribers, F0, F1, ... */
  List<String> symbols() {
    List<String> symbols = new ArrayList<>();
    for (int i = 0; i < SYMBOLS; i++) {
      symbols.add("S" + i);
    }
    if (stuck > 0) {
      symbols.addAll(fillers());
    }
    return symbols;
  }

  static List<String> fillers() {
    List<String> fillers = new ArrayList<>();
    for (int i = 0; i < FILLERS; i++) {
      fillers.add("F" + i);
    }
    return fillers;
  }

  /** Contestants for this wire, the product first. */
  List<Contestant> contestants() {
    return switch (wire) {
      case WS -> List.of(Contestant.FINSTAGE, Contestant.NETTY_EACH, Contestant.NETTY_COALESCED);
      case GRPC -> List.of(Contestant.FINSTAGE, Contestant.GRPC_JAVA);
    };
  }
}
