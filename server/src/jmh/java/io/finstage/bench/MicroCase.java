package io.finstage.bench;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A part without a socket, measured by JMH, as one more table. */
enum MicroCase {
  HUB("HubBenchmark", "per subscriber"),
  INDICATORS("IndicatorBenchmark", "per bar"),
  ALERTS("AlertsBenchmark", "one look at 100 rules");

  private final String benchmark;
  private final String unit;

  MicroCase(String benchmark, String unit) {
    this.benchmark = benchmark;
    this.unit = unit;
  }

  @SuppressWarnings("rawtypes") // JMH's secondary results
  String run() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(benchmark)
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    StringBuilder out = new StringBuilder("### " + this + "\n\n");
    out.append("| " + unit + " | ns | +- | bytes allocated |\n|---|--:|--:|--:|\n");
    for (RunResult run : results) {
      double bytes =
          run.getSecondaryResults().entrySet().stream()
              .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
              .mapToDouble(entry -> entry.getValue().getScore())
              .findFirst()
              .orElse(Double.NaN);
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %.1f | %.1f | %.2f |%n",
              run.getPrimaryResult().getLabel(),
              run.getPrimaryResult().getScore(),
              run.getPrimaryResult().getScoreError(),
              bytes));
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
