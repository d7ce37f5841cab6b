package io.finstage.server.indicators;

import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MAType;
import com.tictactec.ta.lib.MInteger;
import io.finstage.server.market.BarSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ten indicators over {@value #SYMBOLS} symbols of {@value #BARS} bars, one thread, beside TA-Lib's
 * Java port: SMA 20, EMA 20, RSI 14, MACD, BBANDS 20, ATR 14, STOCH 14,3,3, ADX 14, OBV, CCI 20.
 * Every figure is for one bar and all ten. Both sides write into arrays that are made once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseG1GC", "-Xms512m", "-Xmx512m"})
@OperationsPerInvocation(IndicatorBenchmark.SYMBOLS * IndicatorBenchmark.BARS)
public class IndicatorBenchmark {

  static final int SYMBOLS = 500;
  static final int BARS = 1000;
  private static final int LINES_MAX = 3;
  private static final List<String> TEN =
      List.of(
          "sma(20)",
          "ema(20)",
          "rsi(14)",
          "macd(12,26,9)",
          "bbands(20,2)",
          "atr(14)",
          "stoch(14,3,3)",
          "adx(14)",
          "obv",
          "cci(20)");

  private final List<BarSeries> series = new ArrayList<>();
  private final double[][] out = new double[LINES_MAX][BARS];
  private final double[] values = new double[LINES_MAX];
  private final Core talib = new Core();
  private final MInteger begin = new MInteger();
  private final MInteger count = new MInteger();
  private final List<Recipe> published = recipes(Profile.ACCURATE);
  private final List<Recipe> asTalib = recipes(Profile.TALIB_0_4);

  /** Seeded walks. */
  @Setup
  public void walk() {
    Random random = new Random(7);
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      long[] at = new long[BARS];
      double[][] columns = new double[5][BARS];
      double price = 50 + 100 * random.nextDouble();
      for (int i = 0; i < BARS; i++) {
        double open = price;
        price *= Math.exp(0.01 * random.nextGaussian());
        double wick = 0.005 * price * random.nextDouble();
        at[i] = i * 60_000L;
        columns[0][i] = open;
        columns[1][i] = Math.max(open, price) + wick;
        columns[2][i] = Math.min(open, price) - wick;
        columns[3][i] = price;
        columns[4][i] = 1000 * random.nextDouble();
      }
      series.add(new BarSeries(at, columns[0], columns[1], columns[2], columns[3], columns[4]));
    }
  }

  /** TA-Lib 0.4's Java port. */
  @Benchmark
  public double talib() {
    double sum = 0;
    int end = BARS - 1;
    for (BarSeries bars : series) {
      double[] h = bars.high();
      double[] l = bars.low();
      double[] c = bars.close();
      talib.sma(0, end, c, 20, begin, count, out[0]);
      talib.ema(0, end, c, 20, begin, count, out[0]);
      talib.rsi(0, end, c, 14, begin, count, out[0]);
      talib.macd(0, end, c, 12, 26, 9, begin, count, out[0], out[1], out[2]);
      talib.bbands(0, end, c, 20, 2, 2, MAType.Sma, begin, count, out[0], out[1], out[2]);
      talib.atr(0, end, h, l, c, 14, begin, count, out[0]);
      talib.stoch(0, end, h, l, c, 14, 3, MAType.Sma, 3, MAType.Sma, begin, count, out[0], out[1]);
      talib.adx(0, end, h, l, c, 14, begin, count, out[0]);
      talib.obv(0, end, c, bars.volume(), begin, count, out[0]);
      talib.cci(0, end, h, l, c, 20, begin, count, out[0]);
      sum += out[0][0];
    }
    return sum;
  }

  /** Ours, bit for bit TA-Lib's values. */
  @Benchmark
  public double talibProfile() {
    return run(asTalib);
  }

  /** Ours, by the published definitions. */
  @Benchmark
  public double accurate() {
    return run(published);
  }

  /** Ours, bar by bar as a live stream does. */
  @Benchmark
  public double live() {
    double sum = 0;
    for (BarSeries bars : series) {
      List<Computation> ten = new ArrayList<>();
      for (Recipe recipe : published) {
        ten.add(recipe.begin());
      }
      for (int i = 0; i < BARS; i++) {
        for (int k = 0; k < ten.size(); k++) {
          ten.get(k)
              .step(
                  bars.openAtMillis()[i],
                  bars.open()[i],
                  bars.high()[i],
                  bars.low()[i],
                  bars.close()[i],
                  bars.volume()[i],
                  values);
        }
        sum += values[0];
      }
    }
    return sum;
  }

  private double run(List<Recipe> recipes) {
    double sum = 0;
    for (BarSeries bars : series) {
      for (Recipe recipe : recipes) {
        recipe.descriptor().factory().apply(recipe.params(), recipe.profile()).run(bars, out);
        sum += out[0][BARS - 1];
      }
    }
    return sum;
  }

  private static List<Recipe> recipes(Profile profile) {
    return TEN.stream().map(text -> recipe(text, profile)).toList();
  }

  private static Recipe recipe(String text, Profile profile) {
    if (Indicators.resolve(text) instanceof Resolution.Ready(Recipe plain)) {
      boolean differs = plain.descriptor().profiles().contains(profile);
      return differs ? new Recipe(plain.descriptor(), plain.params(), profile) : plain;
    }
    throw new IllegalStateException("no indicator: " + text);
  }
}
