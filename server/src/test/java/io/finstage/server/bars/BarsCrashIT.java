package io.finstage.server.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that stores bars is killed at random moments, round after round on the same file: what
 * it was told to be stored is there, and every bar that is there is whole. {@code
 * -Dfinstage.crash.rounds=20} for more rounds.
 */
class BarsCrashIT {

  private static final int ROUNDS = Integer.getInteger("finstage.crash.rounds", 5);
  private static final int ACKNOWLEDGED_MAX = 60;
  private static final long SEED = 42;

  @TempDir Path folder;

  @Test
  void aKillLosesNoAcknowledgedBarAndTearsNone() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    int next = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int acknowledged = killAfter(random.nextInt(1, ACKNOWLEDGED_MAX), next);
      Map<Integer, Bar> stored = stored();

      assertThat(stored.keySet())
          .as("seed %d, round %d", SEED, round)
          .containsAll(CrashingWriter.numbersBelow(acknowledged));
      assertThat(stored)
          .as("seed %d, round %d", SEED, round)
          .allSatisfy((number, bar) -> assertThat(bar).isEqualTo(CrashingWriter.bar(number)));
      next = stored.size();
    }
  }

  /** Starts a writer that goes on from {@code first}; returns below which all is acknowledged. */
  private int killAfter(int acknowledgements, int first) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                folder.toString(),
                Integer.toString(first))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      int acknowledged = first;
      for (int i = 0; i < acknowledgements; i++) {
        acknowledged = read(out, acknowledged);
      }
      writer.destroyForcibly();
      assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return lastOf(out, acknowledged);
    } finally {
      writer.destroyForcibly();
    }
  }

  private static int read(BufferedReader out, int before) throws IOException {
    String line = out.readLine();
    assertThat(line).as("the writer ended by itself after " + before).isNotNull();
    return Integer.parseInt(line.strip());
  }

  /**
   * What it said before it was killed, and nobody had read yet; a line cut short does not count.
   */
  private static int lastOf(BufferedReader out, int before) throws IOException {
    StringBuilder rest = new StringBuilder();
    int c = out.read();
    while (c >= 0) {
      rest.append((char) c);
      c = out.read();
    }
    String whole = rest.substring(0, rest.lastIndexOf("\n") + 1);
    return whole.lines().mapToInt(Integer::parseInt).reduce(before, (a, b) -> b);
  }

  private Map<Integer, Bar> stored() {
    try (Database database =
        Database.open(
            DatabaseConfig.sqlite(folder), BarStore.PART, BarStore.MIGRATIONS, System::nanoTime)) {
      BarStore store = new BarStore(database, BarsConfig.defaults());
      Map<Integer, Bar> bars = new HashMap<>();
      List<Bar> page =
          store.range(Trades.SPY, Interval.S1, Long.MIN_VALUE, Long.MAX_VALUE, 1_000_000);
      page.forEach(bar -> bars.put(CrashingWriter.number(bar), bar));
      return bars;
    }
  }
}
