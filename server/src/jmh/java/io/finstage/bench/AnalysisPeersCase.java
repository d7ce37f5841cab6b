package io.finstage.bench;

import io.finstage.bench.AnalysisClient.Question;
import io.finstage.proto.v1.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Five indicators over 200 symbols of 1,000 bars, their last values: one call over gRPC, client
 * included, beside what else one would write. They take turns, and their values have to agree.
 */
final class AnalysisPeersCase {

  private static final int SYMBOLS = 200;
  private static final int ROUNDS_BEFORE = 10;
  private static final int ROUNDS_PER_TURN = 5;
  private static final double TOLERANCE = 1e-6;

  /** Somebody who computes all of it, once per turn. */
  interface Contender {
    AnalysisClient.Answer turn() throws IOException;
  }

  private record Seat(String name, Contender contender, Timings timings, List<Double> ratios) {
    Seat(String name, Contender contender) {
      this(name, contender, new Timings(), new ArrayList<>());
    }
  }

  private AnalysisPeersCase() {}

  static String run(BenchOptions options) throws IOException, InterruptedException {
    StoredBars bars = AnalysisCase.bars(options);
    Question question =
        new Question(SYMBOLS, AnalysisCase.BARS, AnalysisClient.FIVE, Output.Mode.LAST);
    Optional<PandasLoop> pandas = PandasLoop.start(bars.file(), SYMBOLS);
    try (RunningServer server = AnalysisCase.server(options, bars, "analysis-peers");
        AnalysisClient client = new AnalysisClient(server.port())) {
      List<Seat> seats = new ArrayList<>();
      seats.add(new Seat("Finstage, AnalyzeSymbols over gRPC", () -> client.ask(question)));
      seats.add(new Seat("ta4j 0.22 in this process", ta4j(bars.file())));
      pandas.ifPresent(loop -> seats.add(new Seat(loop.version(), loop::turn)));
      for (int i = 0; i < ROUNDS_BEFORE; i++) {
        turns(seats, false);
      }
      for (int i = 0; i < ROUNDS_PER_TURN * options.rounds(); i++) {
        turns(seats, true);
        Collections.reverse(seats);
      }
      return table(seats, pandas.isPresent());
    } finally {
      pandas.ifPresent(PandasLoop::close);
    }
  }

  private static Contender ta4j(Path file) throws IOException {
    Ta4jLoop loop = Ta4jLoop.read(file, SYMBOLS);
    return loop::turn;
  }

  private static void turns(List<Seat> seats, boolean counted) throws IOException {
    double ours = 0;
    double[] millis = new double[seats.size()];
    double[] sums = new double[seats.size()];
    for (int i = 0; i < millis.length; i++) {
      AnalysisClient.Answer answer = seats.get(i).contender.turn();
      millis[i] = answer.millis();
      sums[i] = answer.sum();
      if (seats.get(i).name.startsWith("Finstage")) {
        ours = millis[i];
      }
    }
    for (int i = 0; i < millis.length; i++) {
      if (Math.abs(sums[i] - sums[0]) > TOLERANCE * Math.abs(sums[0])) {
        throw new IllegalStateException(
            seats.get(i).name + " computes something else: " + sums[i] + ", not " + sums[0]);
      }
      if (counted) {
        seats.get(i).timings.add(millis[i]);
        seats.get(i).ratios.add(millis[i] / ours);
      }
    }
  }

  private static String table(List<Seat> seats, boolean withPandas) {
    StringBuilder out = new StringBuilder("### analysis-peers\n\n");
    out.append("| 200 symbols x 1,000 bars x five, last values | ms, median | fastest |");
    out.append(" of Finstage's, median of the rounds |\n|---|--:|--:|--:|\n");
    seats.stream()
        .sorted((a, b) -> Double.compare(a.timings.median(), b.timings.median()))
        .forEach(seat -> {
          Timings ratios = new Timings();
          seat.ratios.forEach(ratios::add);
          out.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %.1f | %.1f | %.1f |%n",
                  seat.name,
                  seat.timings.median(),
                  seat.timings.fastest(),
                  ratios.median()));
        });
    if (!withPandas) {
      out.append("\npandas left out: no python3 here has it (Debian: python3-pandas)\n");
    }
    return out.toString();
  }
}
