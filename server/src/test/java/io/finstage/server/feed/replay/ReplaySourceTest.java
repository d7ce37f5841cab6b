package io.finstage.server.feed.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.server.feed.Ending;
import io.finstage.server.feed.ManualTime;
import io.finstage.server.feed.RecordingIntake;
import io.finstage.server.feed.RefusalReason;
import io.finstage.server.feed.StartGate;
import io.finstage.server.feed.TickCheck;
import io.finstage.server.feed.TickLimits;
import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaySourceTest {

  private static final Symbol SPY = new Symbol("SPY");

  @TempDir private Path folder;
  private final ManualTime time = new ManualTime(Duration.ofHours(10));
  private final RecordingIntake intake = new RecordingIntake();

  @Test
  void playsTradesWithAHeader() throws Exception {
    play("event_time_ms,symbol,price,size,venue\n1000,SPY,167.41,100,P\n1001,SPY,167.5,2,\n");
    assertThat(intake.ticks)
        .containsExactly(
            new Trade(SPY, 167.41, 100, Instant.ofEpochSecond(1)),
            new Trade(SPY, 167.5, 2, Instant.ofEpochMilli(1001)));
  }

  @Test
  void takesRowsWithoutAHeaderForTrades() throws Exception {
    play("1000,SPY,167.41,100\r\n\r\n1001,SPY,167.5,2");
    assertThat(intake.ticks).hasSize(2).allMatch(Trade.class::isInstance);
    assertThat(intake.refused).isEmpty();
  }

  @Test
  void playsQuotesWhenTheHeaderSaysSo() throws Exception {
    play("event_time_ms,symbol,bid,ask\n1000,SPY,167.4,167.42\n");
    assertThat(intake.ticks)
        .containsExactly(new Quote(SPY, 167.4, 167.42, Instant.ofEpochSecond(1)));
  }

  @Test
  void playsACompressedFile() throws Exception {
    Path file = folder.resolve("ticks.csv.gz");
    Files.write(file, gzip("1000,SPY,167.41,100\n"));
    source(file, ReplaySpeed.MAX, false).run(intake);
    assertThat(intake.ticks).hasSize(1);
  }

  @Test
  void countsRowsThatAreNoTicksAndGoesOn() throws Exception {
    play(
        """
        1000,SPY,1,1
        1001,SPY,1
        1002,SPY,1,1,P,extra
        soon,SPY,1,1
        1003,SPY,NaN,1
        1004,SPY,1,much
        1005,S P,1,1
        1006,SPY,-1,1
        1007,SPY,1,-1
        1008,SPY,1,1e16
        -5,SPY,1,1
        99999999999999999,SPY,1,1
        1009,SPY,2,2
        """);
    assertThat(intake.ticks).hasSize(2);
    assertThat(intake.refused)
        .containsExactly(
            RefusalReason.ROW_MALFORMED,
            RefusalReason.ROW_MALFORMED,
            RefusalReason.NUMBER_MALFORMED,
            RefusalReason.NUMBER_MALFORMED,
            RefusalReason.NUMBER_MALFORMED,
            RefusalReason.SYMBOL_INVALID,
            RefusalReason.PRICE_NOT_POSITIVE,
            RefusalReason.SIZE_NEGATIVE,
            RefusalReason.SIZE_TOO_LARGE,
            RefusalReason.TIMESTAMP_TOO_OLD,
            RefusalReason.TIMESTAMP_IN_FUTURE);
  }

  @Test
  void countsARowThatIsTooLongAndGoesOn() throws Exception {
    play("1000,SPY,1,1\n1001,SPY,1,1," + "x".repeat(5_000) + "\n1002,SPY,1,1\n");
    assertThat(intake.ticks).hasSize(2);
    assertThat(intake.refused).containsExactly(RefusalReason.ROW_TOO_LONG);
  }

  @Test
  void pacesByTheTimeOfTheRowsDividedByTheSpeed() throws Exception {
    Path file = write("0,SPY,1,1\n0,SPY,1,1\n60000,SPY,1,1\n600000,SPY,1,1\n");
    source(file, new ReplaySpeed(60), false).run(intake);
    assertThat(intake.receivedAt)
        .extracting(at -> Duration.between(ManualTime.START, at).toSeconds())
        .containsExactly(0L, 0L, 1L, 10L);
  }

  @Test
  void keepsToItsScheduleWhenItWasHeldUp() throws Exception {
    Path file = write("0,SPY,1,1\n1000,SPY,1,1\n2000,SPY,1,1\n10000,SPY,1,1\n");
    RecordingIntake slow = new RecordingIntake(_ -> time.advance(Duration.ofMillis(1500)));
    source(file, new ReplaySpeed(1), false).run(slow);
    assertThat(slow.receivedAt)
        .extracting(at -> Duration.between(ManualTime.START, at).toMillis())
        .containsExactly(0L, 1500L, 3000L, 10_000L);
  }

  @Test
  void doesNotWaitForARowThatGoesBackInTime() throws Exception {
    play("5000,SPY,1,1\n1000,SPY,1,1\n");
    assertThat(intake.ticks).hasSize(2);
  }

  @Test
  void endsWithItsFile() throws Exception {
    assertThat(play("1000,SPY,1,1\n")).isEqualTo(new Ending.Finished());
  }

  @Test
  void beginsAgainAtTheEndOfALoop() throws Exception {
    ReplaySource source = source(write("1000,SPY,1,1\n"), ReplaySpeed.MAX, true);
    assertThat(source.run(intake)).isEqualTo(new Ending.Again());
    assertThat(source.run(intake)).isEqualTo(new Ending.Again());
    assertThat(intake.ticks).hasSize(2);
  }

  @Test
  void waitsForTheGateToOpen() throws Exception {
    StartGate gate = new StartGate();
    int[] ticksWhileWaiting = {-1};
    RecordingIntake opening =
        new RecordingIntake() {
          @Override
          public void waitingForSubscriber() {
            super.waitingForSubscriber();
            ticksWhileWaiting[0] = ticks.size();
            gate.open();
          }
        };
    source(write("1000,SPY,1,1\n"), ReplaySpeed.MAX, false, gate).run(opening);
    assertThat(ticksWhileWaiting[0]).isZero();
    assertThat(opening.ticks).hasSize(1);
  }

  @Test
  void doesNotSayThatItWaitsWhenTheGateIsOpen() throws Exception {
    play("1000,SPY,1,1\n");
    assertThat(intake.waited).isFalse();
  }

  @Test
  void givesUpWhenItIsInterruptedAtFullSpeed() throws Exception {
    ReplaySource source = source(write("1000,SPY,1,1\n".repeat(5_000)), ReplaySpeed.MAX, false);
    RecordingIntake interrupting = new RecordingIntake(_ -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> source.run(interrupting)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void saysWhereItLookedForAFileThatIsNotThere() {
    assertThatThrownBy(() -> source(folder.resolve("none.csv"), ReplaySpeed.MAX, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("feed.replay.file: there is no file")
        .hasMessageContaining("none.csv");
  }

  @Test
  void refusesADirectory() {
    assertThatThrownBy(() -> source(folder, ReplaySpeed.MAX, false))
        .hasMessageContaining("is a directory");
  }

  @Test
  void refusesAFileThatIsNotGzipThoughItsNameSaysSo() throws Exception {
    Path file = Files.writeString(folder.resolve("plain.csv.gz"), "1000,SPY,1,1\n");
    assertThatThrownBy(() -> source(file, ReplaySpeed.MAX, false))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void refusesAHeaderItDoesNotKnow() throws Exception {
    Path file = write("time,open,high,low,close\n1000,1,1,1,1\n");
    assertThatThrownBy(() -> source(file, ReplaySpeed.MAX, false))
        .hasMessageContaining("event_time_ms,symbol,price,size[,venue]");
  }

  @Test
  void breaksAtTheEndOfAFileThatWasCutOff() throws Exception {
    StringBuilder rows = new StringBuilder();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 50_000; i++) {
      rows.append(i).append(",SPY,").append(random.nextInt(1, 100_000)).append(",1\n");
    }
    byte[] whole = gzip(rows.toString());
    Path file = folder.resolve("cut.csv.gz");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThat(source(file, ReplaySpeed.MAX, false).run(intake))
        .isInstanceOfSatisfying(
            Ending.Broken.class,
            broken -> assertThat(broken.reason()).contains("cut off").contains("beyond row"));
    assertThat(intake.ticks).hasSizeGreaterThan(1_000);
  }

  @Test
  void breaksWhenTheFileIsGone() throws Exception {
    Path file = write("1000,SPY,1,1\n");
    ReplaySource source = source(file, ReplaySpeed.MAX, false);
    Files.delete(file);
    assertThat(source.run(intake)).isInstanceOf(Ending.Broken.class);
  }

  @Test
  void readsTheSpeedFromText() {
    assertThat(ReplaySpeed.parse("max")).isEqualTo(ReplaySpeed.MAX);
    assertThat(ReplaySpeed.parse("60")).isEqualTo(new ReplaySpeed(60));
    assertThatThrownBy(() -> ReplaySpeed.parse("fast")).hasMessageContaining("feed.replay.speed");
    assertThatThrownBy(() -> ReplaySpeed.parse("-1")).hasMessageContaining("feed.replay.speed");
    assertThatThrownBy(() -> ReplaySpeed.parse("NaN")).hasMessageContaining("feed.replay.speed");
  }

  private Ending play(String text) throws Exception {
    return source(write(text), ReplaySpeed.MAX, false).run(intake);
  }

  private ReplaySource source(Path file, ReplaySpeed speed, boolean loop) {
    return source(file, speed, loop, StartGate.opened());
  }

  private ReplaySource source(Path file, ReplaySpeed speed, boolean loop, StartGate gate) {
    return new ReplaySource(
        ReplayConfig.of(file, speed, loop), new TickCheck(TickLimits.defaults()), gate, time, time);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("ticks.csv"), text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
