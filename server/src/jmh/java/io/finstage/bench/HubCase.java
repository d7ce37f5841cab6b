package io.finstage.bench;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The micro-benchmark of the hub, as one more table. */
final class HubCase {

  static final String NAME = "hub";

  private HubCase() {}

  @SuppressWarnings("rawtypes") // JMH's secondary results
  static String run() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("HubBenchmark")
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    StringBuilder out = new StringBuilder("### hub\n\n");
    out.append("| per subscriber | ns | +- | bytes allocated |\n|---|--:|--:|--:|\n");
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
}
