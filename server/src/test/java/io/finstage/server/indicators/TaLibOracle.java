package io.finstage.server.indicators;

import static org.assertj.core.api.Assertions.assertThat;

import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MInteger;
import com.tictactec.ta.lib.RetCode;
import io.finstage.server.market.BarSeries;
import java.util.List;
import java.util.stream.Stream;

/**
 * The profile TALIB_0_4 against {@code com.tictactec:ta-lib:0.4.0} itself, bit for bit: on every
 * {@link Shape}, several seeds and lengths. A test is a table of {@link Row}s.
 */
final class TaLibOracle {

  private static final int SEEDS = 2;
  private static final Core CORE = new Core();

  private TaLibOracle() {}

  /** TA-Lib's function over all of a series. */
  interface Call {
    RetCode over(
        Core core,
        int end,
        BarSeries bars,
        Params params,
        MInteger begin,
        MInteger count,
        double[][] out);
  }

  /**
   * One function with one set of parameters.
   *
   * @param text as in {@code rsi(14)}, without the profile
   * @param firstIsKept false where TA-Lib overwrites its first value later on
   */
  record Row(String text, Call call, boolean firstIsKept) {

    @Override
    public String toString() {
      return text;
    }

    Recipe recipe() {
      String id = text.contains("(") ? text.substring(0, text.indexOf('(')) : text;
      String values = text.contains("(") ? text.substring(id.length() + 1, text.length() - 1) : "";
      String spec = id + "(" + values + (values.isEmpty() ? "" : ",") + "profile=TALIB_0_4)";
      Resolution resolution = Indicators.resolve(spec);
      assertThat(resolution).as(spec).isInstanceOf(Resolution.Ready.class);
      return ((Resolution.Ready) resolution).recipe();
    }
  }

  /** The same function with several sets of parameters. */
  static Stream<Row> rows(Call call, String... texts) {
    return Stream.of(texts).map(text -> new Row(text, call, true));
  }

  /** As {@link #rows}, of a function that spoils its own first value. */
  static Stream<Row> rowsButFirst(Call call, String... texts) {
    return Stream.of(texts).map(text -> new Row(text, call, false));
  }

  /** Fails at the first value of which a bit differs; returns how many were compared. */
  static long check(Row row) {
    Recipe recipe = row.recipe();
    int lookback = recipe.lookback();
    long compared = 0;
    for (Shape shape : Shape.values()) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        for (int size : List.of(1, lookback, lookback + 1, lookback + 2, lookback + 400)) {
          if (size > 0) {
            compared += check(row, recipe, shape, seed, size);
          }
        }
      }
    }
    return compared;
  }

  private static long check(Row row, Recipe recipe, Shape shape, int seed, int size) {
    BarSeries bars = shape.bars(seed, size);
    double[][] ours = recipe.begin().run(bars);
    double[][] theirs = new double[ours.length][size];
    MInteger begin = new MInteger();
    MInteger count = new MInteger();
    RetCode code = row.call.over(CORE, size - 1, bars, recipe.params(), begin, count, theirs);
    assertThat(code).as(row.text).isEqualTo(RetCode.Success);
    int first = count.value == 0 ? size : begin.value;
    for (int line = 0; line < ours.length; line++) {
      for (int i = 0; i < size; i++) {
        double expected = i < first ? Double.NaN : theirs[line][i - first];
        boolean same = Double.doubleToLongBits(expected) == Double.doubleToLongBits(ours[line][i]);
        if (!same && (row.firstIsKept || i != first)) {
          throw new AssertionError(
              "%s, output %d of %s, seed %d, %d bars, bar %d: TA-Lib has %s, not %s"
                  .formatted(row.text, line, shape, seed, size, i, expected, ours[line][i]));
        }
      }
    }
    return (long) ours.length * size;
  }
}
