package io.finstage.server.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
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
    Path out = Files.createTempFile(folder, "out", ".txt");
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
            .redirectOutput(out.toFile())
            .start();
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> lines(out).size() >= acknowledgements);
    } finally {
      writer.destroyForcibly();
    }
    assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return lines(out).stream().mapToInt(Integer::parseInt).reduce(first, (a, b) -> b);
  }

  /** What it said; a line that was cut short does not count. */
  private static List<String> lines(Path out) throws IOException {
    String text = Files.readString(out);
    return text.substring(0, text.lastIndexOf("\n") + 1).lines().toList();
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
