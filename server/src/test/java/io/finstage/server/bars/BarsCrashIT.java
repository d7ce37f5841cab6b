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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
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
  private static final int MINUTES_MAX = 150;
  private static final long SEED = 42;

  @TempDir Path folder;

  @Test
  void aKillLosesNoAcknowledgedBarAndTearsNone() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    int next = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> said =
          killAfter(random.nextInt(1, ACKNOWLEDGED_MAX), CrashingWriter.class, next);
      int acknowledged = Integer.parseInt(said.getLast());
      Map<Integer, Bar> stored = stored();

      assertThat(
              CrashingWriter.numbersBelow(acknowledged).stream()
                  .filter(number -> !stored.containsKey(number)))
          .as("lost: seed %d, round %d", SEED, round)
          .isEmpty();
      assertThat(
              stored.entrySet().stream()
                  .filter(it -> !it.getValue().equals(CrashingWriter.bar(it.getKey()))))
          .as("torn: seed %d, round %d", SEED, round)
          .isEmpty();
      next = stored.size();
    }
    System.out.printf("%d kills: %,d bars, none lost, none torn%n", ROUNDS, next);
  }

  @Test
  void barsThatWereFormingAtAKillGoOnWithWhatWasStored() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      killAfter(random.nextInt(1, MINUTES_MAX), CrashingEngine.class, next(), Integer.MAX_VALUE);
    }
    int end = next() + random.nextInt(1, MINUTES_MAX) * 60 * CrashingEngine.TRADES_PER_SECOND;
    Process last =
        start(Files.createTempFile(folder, "out", ".txt"), CrashingEngine.class, next(), end);
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).isZero();

    List<Bar> seconds = stored(Interval.S1);
    for (Interval interval : EnumSet.range(Interval.M1, Interval.D1)) {
      assertThat(stored(interval))
          .as("seed %d, %s of %d seconds", SEED, interval, seconds.size())
          .isEqualTo(fold(seconds, interval));
    }
    System.out.printf(
        "%d kills: %,d bars of 1s, and every longer one is what they come to%n",
        ROUNDS, seconds.size());
  }

  /** The trade after the newest bar of the store. */
  private int next() {
    List<Bar> seconds = stored(Interval.S1);
    return seconds.isEmpty()
        ? 0
        : (CrashingWriter.number(seconds.getLast()) + 1) * CrashingEngine.TRADES_PER_SECOND;
  }

  private static List<Bar> fold(List<Bar> seconds, Interval interval) {
    Map<Instant, Bar> bars = new TreeMap<>();
    for (Bar second : seconds) {
      bars.merge(interval.floor(second.openAt()), second, BarsCrashIT::join);
    }
    return bars.entrySet().stream()
        .map(entry -> {
          Bar bar = entry.getValue();
          return new Bar(
              entry.getKey(),
              bar.open(),
              bar.high(),
              bar.low(),
              bar.close(),
              bar.volume(),
              bar.trades());
        })
        .toList();
  }

  private static Bar join(Bar a, Bar b) {
    return new Bar(
        a.openAt(),
        a.open(),
        Math.max(a.high(), b.high()),
        Math.min(a.low(), b.low()),
        b.close(),
        a.volume() + b.volume(),
        a.trades() + b.trades());
  }

  /** Lets it say so much, and kills it; returns what it said. */
  private List<String> killAfter(int lines, Class<?> program, int... numbers) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Process process = start(out, program, numbers);
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> lines(out).size() >= lines);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return lines(out);
  }

  private Process start(Path out, Class<?> program, int... numbers) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                folder.toString()));
    Arrays.stream(numbers).mapToObj(Integer::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(out.toFile())
        .start();
  }

  /** What it said; a line that was cut short does not count. */
  private static List<String> lines(Path out) throws IOException {
    String text = Files.readString(out);
    return text.substring(0, text.lastIndexOf("\n") + 1).lines().toList();
  }

  private Map<Integer, Bar> stored() {
    Map<Integer, Bar> bars = new HashMap<>();
    stored(Interval.S1).forEach(bar -> bars.put(CrashingWriter.number(bar), bar));
    return bars;
  }

  private List<Bar> stored(Interval interval) {
    try (Database database =
        Database.open(
            DatabaseConfig.sqlite(folder), BarStore.PART, BarStore.MIGRATIONS, System::nanoTime)) {
      return new BarStore(database, BarsConfig.defaults())
          .range(Trades.SPY, interval, Long.MIN_VALUE, Long.MAX_VALUE, 1_000_000);
    }
  }
}
