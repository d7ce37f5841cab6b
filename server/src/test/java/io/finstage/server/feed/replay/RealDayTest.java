package io.finstage.server.feed.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.bars.SampleData;
import io.finstage.server.feed.Ending;
import io.finstage.server.feed.Intake;
import io.finstage.server.feed.ManualTime;
import io.finstage.server.feed.RefusalReason;
import io.finstage.server.feed.StartGate;
import io.finstage.server.feed.TickCheck;
import io.finstage.server.feed.TickLimits;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A real trading day, where the data stands beside the project. */
class RealDayTest {

  private static final String FILE = "trades-2013-10-07.csv.gz";

  @Test
  void playsEveryTradeOfADayInTheOrderOfItsFile() throws Exception {
    Day day = new Day();
    assertThat(play(ReplaySpeed.MAX, day)).isEqualTo(new Ending.Finished());
    assertThat(day.counts)
        .isEqualTo(Map.of("SPY", 250_601, "BAC", 88_172, "AIG", 25_351, "IBM", 24_293));
    assertThat(day.refused).isZero();
    assertThat(day.backward).isZero();
  }

  @Test
  void takesAsLongAsTheDayDividedByTheSpeed() throws Exception {
    Day day = new Day();
    ManualTime time = new ManualTime(Duration.ofHours(1));
    play(new ReplaySpeed(2000), day, time);
    long dayMillis = Duration.between(day.first.orElseThrow(), day.last).toMillis();
    assertThat(Duration.ofNanos(time.nanos()))
        .isEqualTo(Duration.ofMillis(dayMillis).dividedBy(2000));
  }

  private static Ending play(ReplaySpeed speed, Day day) throws InterruptedException {
    return play(speed, day, new ManualTime(Duration.ZERO));
  }

  private static Ending play(ReplaySpeed speed, Day day, ManualTime time)
      throws InterruptedException {
    Path file = SampleData.file(FILE);
    return new ReplaySource(
            ReplayConfig.of(file, speed, false),
            new TickCheck(TickLimits.defaults()),
            StartGate.opened(),
            time,
            time)
        .run(day);
  }

  private static final class Day implements Intake {
    private final Map<String, Integer> counts = new TreeMap<>();
    private Optional<Instant> first = Optional.empty();
    private Instant last = Instant.EPOCH;
    private int backward;
    private int refused;

    @Override
    public void accept(Tick tick, Instant receivedAt) {
      counts.merge(tick.symbol().value(), 1, Integer::sum);
      first = Optional.of(first.orElse(tick.at()));
      backward += tick.at().isBefore(last) ? 1 : 0;
      last = tick.at();
    }

    @Override
    public void refused(RefusalReason reason) {
      refused++;
    }

    @Override
    public void gap(Symbol symbol) {}

    @Override
    public void waitingForSubscriber() {}
  }
}
