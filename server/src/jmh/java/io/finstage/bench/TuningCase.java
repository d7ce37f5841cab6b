package io.finstage.bench;

import io.finstage.bench.TuningLoad.Mix;
import io.finstage.proto.v1.Adjustment;
import io.finstage.proto.v1.ListAdjustmentsRequest;
import io.finstage.proto.v1.OperationsServiceGrpc;
import io.finstage.proto.v1.SetTuningRequest;
import io.finstage.proto.v1.TunableSetting;
import io.finstage.proto.v1.Tuning;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tuner under a real load: more analyses of two sizes arrive than the server can do. Static
 * limits are swept on the same server, then the tuner begins at a bad one; then the mix changes,
 * and with it the best limit. Server and client share the machine's cores.
 */
final class TuningCase implements AutoCloseable {

  private static final String TUNABLE = "analysis.concurrency-max";
  private static final List<Integer> LIMITS = List.of(1, 2, 4, 8, 16, 64, 200);
  private static final List<Integer> BAD_STARTS = List.of(1, 200);
  private static final int LIMIT_AT_FIRST = 4;
  private static final double OBJECTIVE_MILLIS = 100;
  private static final int SETTLE_SECONDS = 2;
  private static final int WARM_UP_SECONDS = 20;

  /** 25 windows of 1 s: as many as the simulation may need. */
  private static final int TUNE_SECONDS = 25;

  private static final int SWEEPS = 2;
  private static final int TURNS = 3;

  private static final Mix FEW_BIG = new Mix("1 in 10 of 40 symbols", 1000, 10, 40);
  private static final Mix MANY_BIG = new Mix("1 in 2 of 100 symbols", 100, 2, 100);

  /** While it is looked for how much the server can do: by how much more arrives each time. */
  private static final double MORE = 1.5;

  /** Below this share of what arrives the server does not keep up. */
  private static final double KEEPS_UP = 0.8;

  /** The first rate that is too much may only have come before the code was warm. */
  private static final int TOO_MUCH = 2;

  /** As a share of the most that was done. */
  private static final double OVERLOAD = 1.3;

  private final ManagedChannel channel;
  private final OperationsServiceGrpc.OperationsServiceBlockingStub operations;
  private final int seconds;
  private final StringBuilder table = new StringBuilder();

  private TuningCase(int port, int seconds) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    operations = OperationsServiceGrpc.newBlockingStub(channel);
    this.seconds = seconds;
  }

  static String run(BenchOptions options) throws IOException, InterruptedException {
    StoredBars bars = AnalysisCase.bars(options);
    List<String> arguments =
        List.of(
            "--data.dir=" + bars.folder(),
            "--feed.source=none",
            "--tuning.window=1s",
            "--tuning.analysis-concurrency.objective=60ms",
            "--analysis.queue-max=8",
            StoredBars.keepAll("1d"));
    try (RunningServer server = RunningServer.start(options, "tuning", arguments);
        AnalysisClient client = new AnalysisClient(server.port());
        TuningCase run = new TuningCase(server.port(), Math.max(5, options.seconds()));
        TuningLoad load = new TuningLoad(client, OBJECTIVE_MILLIS, FEW_BIG)) {
      load.start();
      return run.measure(load);
    }
  }

  private String measure(TuningLoad load) throws InterruptedException {
    fix(LIMIT_AT_FIRST);
    for (Mix mix : List.of(MANY_BIG, FEW_BIG)) {
      load.mix(mix);
      load.measure(WARM_UP_SECONDS);
    }
    table.append(
        "### tuning\n\n| arrives | limit | within the objective/s | share of the best |\n");
    table.append("|---|--:|--:|--:|\n");
    Mix few = overload(load, FEW_BIG);
    compare(load, few);
    Mix many = overload(load, MANY_BIG);
    load.mix(few);
    release();
    load.measure(TUNE_SECONDS);
    load.mix(many);
    load.measure(TUNE_SECONDS);
    double moved = load.measure(seconds);
    System.err.printf(Locale.ROOT, "after the change: %.1f/s%n", moved);
    int best = compare(load, many);
    row(many, "tuner, from what was best before", moved, moved / fixed(load, best));
    return table + "\nAsked in all: " + load.counts() + "\n\nThe log:\n\n" + story();
  }

  /** The same mix, as much more of it as the server cannot do. */
  private Mix overload(TuningLoad load, Mix mix) throws InterruptedException {
    fix(LIMIT_AT_FIRST);
    double rate = mix.perSecond();
    double most = 0;
    int tooMuch = 0;
    while (tooMuch < TOO_MUCH) {
      load.mix(mix.at(rate));
      load.measure(SETTLE_SECONDS);
      double done = load.measure(seconds);
      most = Math.max(most, done);
      System.err.printf(Locale.ROOT, "%.0f/s arrive: %.1f/s%n", rate, done);
      if (done < KEEPS_UP * rate) {
        tooMuch++;
      } else {
        rate *= MORE;
      }
    }
    Mix found = mix.at(most * OVERLOAD);
    load.mix(found);
    return found;
  }

  /**
   * Sweeps the static limits, then has the tuner and the best of them take turns, so that a slower
   * minute of the machine favours neither; returns the best limit.
   */
  private int compare(TuningLoad load, Mix mix) throws InterruptedException {
    Map<Integer, Double> fixed = new LinkedHashMap<>();
    for (int round = 0; round < SWEEPS; round++) {
      for (int limit : LIMITS) {
        fixed.merge(limit, fixed(load, limit) / SWEEPS, Double::sum);
      }
    }
    Map.Entry<Integer, Double> most =
        fixed.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    int best = most.getKey();
    fixed.forEach((limit, rate) -> row(mix, Integer.toString(limit), rate, rate / most.getValue()));
    for (int start : BAD_STARTS) {
      List<Double> rates = new ArrayList<>();
      List<Double> shares = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        double before = fixed(load, best);
        double tuned = tuned(load, start);
        double after = fixed(load, best);
        rates.add(tuned);
        shares.add(tuned / ((before + after) / 2));
      }
      System.err.println(mix.name() + " from " + start + " " + shares);
      row(mix, "tuner, from " + start + ", beside " + best, median(rates), median(shares));
    }
    return best;
  }

  private double fixed(TuningLoad load, int limit) throws InterruptedException {
    fix(limit);
    load.measure(SETTLE_SECONDS);
    double rate = load.measure(seconds);
    System.err.printf(Locale.ROOT, "%d: %.1f/s, %s%n", limit, rate, load.latencies());
    return rate;
  }

  private double tuned(TuningLoad load, int start) throws InterruptedException {
    fix(start);
    load.measure(SETTLE_SECONDS);
    release();
    load.measure(TUNE_SECONDS);
    double rate = load.measure(seconds);
    System.err.printf(Locale.ROOT, "tuner: %.1f/s, %s%n", rate, load.latencies());
    return rate;
  }

  private static double median(List<Double> values) {
    return Tables.median(values.stream().mapToDouble(it -> it));
  }

  private void row(Mix mix, String limit, double rate, double share) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s, %.0f/s arrive | %s | %.1f | %.2f |%n",
            mix.name(),
            mix.perSecond(),
            limit,
            rate,
            share));
  }

  private void fix(int limit) {
    set(TunableSetting.newBuilder().setName(TUNABLE).setValue(limit).build());
  }

  private void release() {
    set(TunableSetting.newBuilder().setName(TUNABLE).build());
  }

  private void set(TunableSetting setting) {
    var set = operations.setTuning(SetTuningRequest.newBuilder().setTunable(setting).build());
    if (set.getMode() != Tuning.Mode.ON) {
      throw new IllegalStateException("the tuner is not on");
    }
  }

  /** The newest 200, oldest first. */
  private String story() {
    StringBuilder text = new StringBuilder();
    operations
        .listAdjustments(
            ListAdjustmentsRequest.newBuilder().setTunable(TUNABLE).setPageSize(200).build())
        .getAdjustmentsList()
        .reversed()
        .forEach(made -> text.append(line(made)));
    return text.toString();
  }

  private static String line(Adjustment made) {
    Double after = made.getOutcomeReadingsMap().get("completions_within_objective_per_second");
    return String.format(
        Locale.ROOT,
        "- %tT %s %.0f to %.0f: %s %s%s%n",
        made.getTime().getSeconds() * 1000,
        made.getRule(),
        made.getFrom(),
        made.getTo(),
        made.getReason(),
        made.getOutcome(),
        after == null ? "" : String.format(Locale.ROOT, ", then %.1f/s", after));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
