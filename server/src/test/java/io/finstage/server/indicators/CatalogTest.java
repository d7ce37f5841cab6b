package io.finstage.server.indicators;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.BarSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every indicator of the catalog, in every profile that it has. */
class CatalogTest {

  /** Reads the price as an angle, so its size matters. */
  private static final Set<String> NOT_OF_SCALE = Set.of("linearreg_angle");

  private static final double SCALE = 1e-8;

  static Stream<Recipe> recipes() {
    return Indicators.all().stream().flatMap(CatalogTest::recipes).distinct();
  }

  static Stream<Recipe> accurateRecipes() {
    return recipes().filter(recipe -> recipe.profile() == Profile.ACCURATE);
  }

  static Stream<Recipe> recipesOfScale() {
    return accurateRecipes().filter(recipe -> !NOT_OF_SCALE.contains(recipe.descriptor().id()));
  }

  static Stream<Recipe> finiteRecipes() {
    return accurateRecipes()
        .filter(recipe ->
            recipe.descriptor().stability() == Stability.EXACT
                || recipe.descriptor().stability() == Stability.FINITE);
  }

  static Stream<Recipe> forgettingRecipes() {
    return recipes().filter(recipe -> recipe.descriptor().stability() != Stability.PATH_DEPENDENT);
  }

  private static Stream<Recipe> recipes(Descriptor descriptor) {
    return descriptor.profiles().stream()
        .sorted()
        .flatMap(
            profile -> Stream.of(-1, 0, 5).map(periods -> recipe(descriptor, periods, profile)));
  }

  /** With the defaults (-1), or with periods as short as allowed but not below a number. */
  private static Recipe recipe(Descriptor descriptor, int periods, Profile profile) {
    Map<String, Double> given = new HashMap<>();
    for (Parameter parameter : descriptor.parameters()) {
      if (periods >= 0 && parameter.whole()) {
        given.put(parameter.name(), Math.min(parameter.max(), Math.max(parameter.min(), periods)));
      }
    }
    Resolution resolution = Indicators.resolve(descriptor.id(), given, profile);
    assertThat(resolution).isInstanceOf(Resolution.Ready.class);
    return ((Resolution.Ready) resolution).recipe();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aWholeSeriesGivesTheBitsOfItsSteps(Recipe recipe) {
    for (Shape shape : Shape.values()) {
      BarSeries bars = shape.bars(3, recipe.lookback() + 150);
      assertSame(recipe, shape + "", recipe.begin().run(bars), steps(recipe.begin(), bars, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aSeriesLeavesTheStateOfItsSteps(Recipe recipe) {
    int size = recipe.lookback() + 150;
    BarSeries bars = Shape.WALK.bars(4, size);
    double[][] whole = recipe.begin().run(bars);
    for (int cut : new int[] {1, recipe.lookback() + 1, recipe.lookback() + 37}) {
      Computation computation = recipe.begin();
      computation.run(bars.slice(0, cut));
      double[][] rest = steps(computation, bars, cut);
      for (int line = 0; line < whole.length; line++) {
        assertThat(rest[line])
            .as("%s, output %d, from bar %d", recipe.text(), line, cut)
            .containsExactly(Arrays.copyOfRange(whole[line], cut, size));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aPeekGivesTheBitsOfTheNextStepAndMovesNothing(Recipe recipe) {
    for (Shape shape : List.of(Shape.WALK, Shape.STEPS, Shape.SPIKES)) {
      BarSeries bars = shape.bars(5, recipe.lookback() + 150);
      double[][] expected = recipe.begin().run(bars);
      double[][] peeked = new double[expected.length][bars.size()];
      Computation computation = recipe.begin();
      double[] out = new double[expected.length];
      for (int i = 0; i < bars.size(); i++) {
        // A forming bar that comes to nothing leaves no trace.
        int other = (i * 31 + 7) % bars.size();
        computation.peek(
            bars.openAtMillis()[i],
            bars.open()[other],
            bars.high()[other],
            bars.low()[other],
            bars.close()[other],
            bars.volume()[other],
            out);
        computation.peek(
            bars.openAtMillis()[i],
            bars.open()[i],
            bars.high()[i],
            bars.low()[i],
            bars.close()[i],
            bars.volume()[i],
            out);
        for (int line = 0; line < out.length; line++) {
          peeked[line][i] = out[line];
        }
        step(computation, bars, i, out);
      }
      assertSame(recipe, shape + "", expected, peeked);
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aCopyGoesOnAsTheOriginalDoesAndLeavesItAlone(Recipe recipe) {
    BarSeries bars = Shape.WALK.bars(6, recipe.lookback() + 150);
    double[][] expected = recipe.begin().run(bars);
    BarSeries others = Shape.STEPS.bars(7, bars.size());
    for (int at : new int[] {0, 1, recipe.lookback(), recipe.lookback() + 1, bars.size() - 60}) {
      Computation original = recipe.begin();
      double[] out = new double[expected.length];
      for (int i = 0; i < at; i++) {
        step(original, bars, i, out);
      }
      Computation checkpoint = original.copy();
      steps(original, others, at);
      double[][] replayed = steps(checkpoint, bars, at);
      for (int line = 0; line < out.length; line++) {
        assertThat(replayed[line])
            .as("%s, output %d, from bar %d", recipe.text(), line, at)
            .containsExactly(Arrays.copyOfRange(expected[line], at, bars.size()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theFirstValueComesAfterTheLookback(Recipe recipe) {
    BarSeries bars = Shape.WALK.bars(8, recipe.lookback() + 20);
    double[][] out = recipe.begin().run(bars);
    int first = bars.size();
    for (double[] line : out) {
      for (int i = 0; i < line.length; i++) {
        if (!Double.isNaN(line[i])) {
          first = Math.min(first, i);
        }
      }
    }
    assertThat(first).as(recipe.text()).isEqualTo(recipe.lookback());
  }

  @ParameterizedTest
  @MethodSource("recipesOfScale")
  void smallPricesAreAsGoodAsLargeOnes(Recipe recipe) {
    BarSeries bars = Shape.WALK.bars(9, recipe.lookback() + 200);
    BarSeries small =
        new BarSeries(
            bars.openAtMillis(),
            times(bars.open(), SCALE),
            times(bars.high(), SCALE),
            times(bars.low(), SCALE),
            times(bars.close(), SCALE),
            bars.volume());
    double[][] large = recipe.begin().run(bars);
    double[][] tiny = recipe.begin().run(small);
    for (int line = 0; line < large.length; line++) {
      double[] a = large[line];
      double[] b = tiny[line];
      assertThat(Stream.of(1.0, SCALE, SCALE * SCALE, 1 / SCALE).anyMatch(f -> near(a, b, f)))
          .as("%s, output %d: %s and %s", recipe.text(), line, last(a), last(b))
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aMissingBarHasNoValueIsCountedAndChangesNothingElse(Recipe recipe) {
    BarSeries bars = Shape.WALK.bars(10, recipe.lookback() + 150);
    Random random = new Random(10);
    boolean[] missing = new boolean[bars.size()];
    List<Integer> present = new ArrayList<>();
    for (int i = 0; i < missing.length; i++) {
      missing[i] = random.nextInt(12) == 0;
      if (!missing[i]) {
        present.add(i);
      }
    }
    BarSeries holes = withHoles(bars, missing);
    Computation computation = recipe.begin();
    double[][] out = computation.run(holes);
    double[][] expected = recipe.begin().run(pick(bars, present));
    assertThat(computation.missing()).isEqualTo(bars.size() - present.size());
    for (int line = 0; line < out.length; line++) {
      double[] filled = new double[bars.size()];
      Arrays.fill(filled, Double.NaN);
      for (int i = 0; i < present.size(); i++) {
        filled[present.get(i)] = expected[line][i];
      }
      assertThat(out[line]).as(recipe.text()).containsExactly(filled);
    }
    assertSame(recipe, "holes", out, steps(recipe.begin(), holes, 0));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void nothingIsEverInfinite(Recipe recipe) {
    for (Shape shape : Shape.values()) {
      BarSeries bars = shape.bars(11, recipe.lookback() + 200);
      BarSeries silent =
          new BarSeries(
              bars.openAtMillis(),
              bars.open(),
              bars.high(),
              bars.low(),
              bars.close(),
              new double[bars.size()]);
      for (BarSeries series : List.of(bars, silent)) {
        for (double[] line : recipe.begin().run(series)) {
          for (double value : line) {
            assertThat(Double.isInfinite(value)).as("%s on %s", recipe.text(), shape).isFalse();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forgettingRecipes")
  void whereASeriesBeganIsForgottenWhereItSaysSo(Recipe recipe) {
    assertThat(recipe.stableFrom()).isGreaterThanOrEqualTo(recipe.lookback());
    int common = recipe.stableFrom() + 50;
    int more = 61;
    BarSeries all = Shape.WALK.bars(12, more + common);
    double[][] longer = recipe.begin().run(all);
    double[][] shorter = recipe.begin().run(all.slice(more, all.size()));
    for (int line = 0; line < longer.length; line++) {
      double scale = 1e-300;
      for (double value : longer[line]) {
        scale = Double.isNaN(value) ? scale : Math.max(scale, Math.abs(value));
      }
      for (int i = recipe.stableFrom(); i < common; i++) {
        double difference = Math.abs(longer[line][more + i] - shorter[line][i]) / scale;
        assertThat(difference).as("%s, output %d, bar %d", recipe.text(), line, i).isLessThan(1e-8);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("finiteRecipes")
  void aSpikeIsForgottenOnceItHasLeft(Recipe recipe) {
    int at = recipe.lookback() + 33;
    int left = at + recipe.stableFrom() + 1;
    BarSeries bars = Shape.WALK.bars(13, left + 60);
    BarSeries spiked =
        new BarSeries(
            bars.openAtMillis(),
            bars.open(),
            with(bars.high(), at, 1e9),
            bars.low(),
            with(bars.close(), at, 1e9),
            bars.volume());
    double[][] expected = recipe.begin().run(bars);
    double[][] actual = recipe.begin().run(spiked);
    for (int line = 0; line < expected.length; line++) {
      double scale = 1e-300;
      for (double value : expected[line]) {
        scale = Double.isNaN(value) ? scale : Math.max(scale, Math.abs(value));
      }
      for (int i = left; i < bars.size(); i++) {
        assertThat(Math.abs(actual[line][i] - expected[line][i]) / scale)
            .as("%s, output %d, bar %d after the spike", recipe.text(), line, i - at)
            .isLessThan(1e-11);
      }
    }
  }

  private static double[][] steps(Computation computation, BarSeries bars, int from) {
    double[] out = new double[computation.outputs()];
    double[][] lines = new double[out.length][bars.size() - from];
    for (int i = from; i < bars.size(); i++) {
      step(computation, bars, i, out);
      for (int line = 0; line < out.length; line++) {
        lines[line][i - from] = out[line];
      }
    }
    return lines;
  }

  private static void step(Computation computation, BarSeries bars, int i, double[] out) {
    computation.step(
        bars.openAtMillis()[i],
        bars.open()[i],
        bars.high()[i],
        bars.low()[i],
        bars.close()[i],
        bars.volume()[i],
        out);
  }

  private static void assertSame(Recipe recipe, String what, double[][] a, double[][] b) {
    for (int line = 0; line < a.length; line++) {
      for (int i = 0; i < a[line].length; i++) {
        if (Double.doubleToLongBits(a[line][i]) != Double.doubleToLongBits(b[line][i])) {
          throw new AssertionError(
              "%s, %s, output %d, bar %d: %s is not %s"
                  .formatted(recipe.text(), what, line, i, a[line][i], b[line][i]));
        }
      }
    }
  }

  private static boolean near(double[] a, double[] b, double factor) {
    double scale = 0;
    for (double value : a) {
      scale = Double.isNaN(value) ? scale : Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < a.length; i++) {
      if (Double.isNaN(a[i]) != Double.isNaN(b[i])
          || Math.abs(a[i] - b[i] / factor) > 1e-9 * scale) {
        return false;
      }
    }
    return true;
  }

  private static double[] with(double[] values, int at, double value) {
    double[] changed = values.clone();
    changed[at] = value;
    return changed;
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  private static double[] times(double[] values, double factor) {
    return Arrays.stream(values).map(value -> value * factor).toArray();
  }

  private static BarSeries withHoles(BarSeries bars, boolean[] missing) {
    return new BarSeries(
        bars.openAtMillis(),
        withHoles(bars.open(), missing),
        withHoles(bars.high(), missing),
        withHoles(bars.low(), missing),
        withHoles(bars.close(), missing),
        withHoles(bars.volume(), missing));
  }

  private static double[] withHoles(double[] values, boolean[] missing) {
    double[] holes = values.clone();
    for (int i = 0; i < holes.length; i++) {
      holes[i] = missing[i] ? Double.NaN : holes[i];
    }
    return holes;
  }

  private static BarSeries pick(BarSeries bars, List<Integer> indexes) {
    return new BarSeries(
        indexes.stream().mapToLong(i -> bars.openAtMillis()[i]).toArray(),
        pick(bars.open(), indexes),
        pick(bars.high(), indexes),
        pick(bars.low(), indexes),
        pick(bars.close(), indexes),
        pick(bars.volume(), indexes));
  }

  private static double[] pick(double[] values, List<Integer> indexes) {
    return indexes.stream().mapToDouble(i -> values[i]).toArray();
  }
}
