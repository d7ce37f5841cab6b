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
  private static final List<Integer> LIMITS = List.of(1, 2, 4, 8, 16, 32, 64, 200);
  private static final List<Integer> BAD_STARTS = List.of(1, 200);
  private static final double OBJECTIVE_MILLIS = 250;
  private static final int SETTLE_SECONDS = 3;
  private static final int WARM_UP_SECONDS = 15;

  /** Windows of 1 s: as many as the simulation allows, and some. */
  private static final int TUNE_SECONDS = 30;

  private static final Mix FEW_BIG = new Mix("1 in 10 is big", 400, 10);
  private static final Mix MANY_BIG = new Mix("1 in 2 is big", 100, 2);

  /** While it is looked for how much the server can do: by how much more arrives each time. */
  private static final double MORE = 1.5;

  /** Below this share of what arrives the server does not keep up. */
  private static final double KEEPS_UP = 0.8;

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
            "--tuning.analysis-concurrency.objective=150ms",
            "--analysis.queue-max=16",
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
    fix(8);
    load.measure(WARM_UP_SECONDS);
    table.append("### tuning\n\n| mix | limit | within the objective/s | share of the best |\n");
    table.append("|---|--:|--:|--:|\n");
    Mix few = overload(load, FEW_BIG);
    double best = sweep(load, few);
    for (int start : BAD_STARTS) {
      tuned(load, few, start, best);
    }
    fix(8);
    Mix many = overload(load, MANY_BIG);
    load.mix(few);
    release();
    load.measure(TUNE_SECONDS);
    load.mix(many);
    load.measure(TUNE_SECONDS);
    double moved = load.measure(seconds);
    double bestMoved = sweep(load, many);
    row(many, "tuner, after the change of the mix", moved, bestMoved);
    for (int start : BAD_STARTS) {
      tuned(load, many, start, bestMoved);
    }
    return table + "\nAsked in all: " + load.counts() + "\n\nThe log:\n\n" + story();
  }

  /** The same mix, as much more of it as the server cannot do. */
  private Mix overload(TuningLoad load, Mix mix) throws InterruptedException {
    Mix now = mix;
    double most = 0;
    while (true) {
      load.mix(now);
      load.measure(SETTLE_SECONDS);
      double done = load.measure(seconds);
      most = Math.max(most, done);
      System.err.printf(Locale.ROOT, "%.0f/s arrive: %.1f/s%n", now.perSecond(), done);
      if (done < KEEPS_UP * now.perSecond()) {
        Mix found = new Mix(mix.name(), most * OVERLOAD, mix.bigEvery());
        load.mix(found);
        return found;
      }
      now = new Mix(mix.name(), now.perSecond() * MORE, mix.bigEvery());
    }
  }

  private double sweep(TuningLoad load, Mix mix) throws InterruptedException {
    Map<Integer, Double> found = new LinkedHashMap<>();
    for (int limit : LIMITS) {
      fix(limit);
      load.measure(SETTLE_SECONDS);
      found.put(limit, load.measure(seconds));
      System.err.printf(Locale.ROOT, "limit %d: %.1f/s%n", limit, found.get(limit));
    }
    double best = found.values().stream().max(Double::compare).orElseThrow();
    found.forEach((limit, rate) -> row(mix, Integer.toString(limit), rate, best));
    return best;
  }

  private void tuned(TuningLoad load, Mix mix, int start, double best) throws InterruptedException {
    fix(start);
    load.measure(SETTLE_SECONDS);
    release();
    load.measure(TUNE_SECONDS);
    double rate = load.measure(seconds);
    System.err.printf(Locale.ROOT, "tuned from %d: %.1f/s%n", start, rate);
    row(mix, "tuner, from " + start, rate, best);
  }

  private void row(Mix mix, String limit, double rate, double best) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s, %.0f/s arrive | %s | %.1f | %.2f |%n",
            mix.name(),
            mix.perSecond(),
            limit,
            rate,
            rate / best));
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
