package io.finstage.server.indicators;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.finstage.server.market.BarSeries;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A live indicator must leave nothing to the collector: it is stepped for every tick. */
class NoGarbageTest {

  private static final int WARM_UP = 300;
  private static final int BARS = 3000;

  /** Bytes that the reading itself may cost; one object for each bar would be 48,000 at least. */
  private static final long BYTES_MAX = 1000;

  static Stream<Recipe> recipes() {
    return Indicators.all().stream()
        .flatMap(descriptor ->
            descriptor.profiles().stream()
                .map(profile -> Indicators.resolve(descriptor.id(), Map.of(), profile)))
        .map(resolution -> ((Resolution.Ready) resolution).recipe());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void stepAndPeekAllocateNothing(Recipe recipe) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    BarSeries bars = Shape.WALK.bars(1, BARS);
    Computation computation = recipe.begin();
    double[] out = new double[computation.outputs()];
    move(computation, bars, 0, WARM_UP, out);
    long before = threads.getCurrentThreadAllocatedBytes();
    move(computation, bars, WARM_UP, BARS, out);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as(recipe.text()).isLessThan(BYTES_MAX);
  }

  private static void move(
      Computation computation, BarSeries bars, int from, int to, double[] out) {
    for (int i = from; i < to; i++) {
      long at = bars.openAtMillis()[i];
      double open = bars.open()[i];
      double high = bars.high()[i];
      double low = bars.low()[i];
      double close = bars.close()[i];
      double volume = bars.volume()[i];
      computation.peek(at, open, high, low, close, volume, out);
      computation.step(at, open, high, low, close, volume, out);
    }
  }
}
