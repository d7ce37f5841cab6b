package io.finstage.server.indicators;

import static io.finstage.server.indicators.TaLibOracle.rows;
import static io.finstage.server.indicators.TaLibOracle.rowsButFirst;
import static org.assertj.core.api.Assertions.assertThat;

import com.tictactec.ta.lib.MAType;
import io.finstage.server.indicators.TaLibOracle.Row;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: com.tictactec:ta-lib:0.4.0. */
class TaLibOracleTest {

  static Stream<Row> averages() {
    return Stream.of(
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.sma(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                periods("sma")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.ema(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                periods("ema")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.wma(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                periods("wma")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.dema(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                periods("dema")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.tema(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                periods("tema")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.kama(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                periods("kama")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.trima(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                periods("trima")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.t3(
                        0,
                        end,
                        b.close(),
                        p.integer("period"),
                        p.real("volume_factor"),
                        begin,
                        count,
                        out[0]),
                "t3",
                "t3(2,0)",
                "t3(2,1)",
                "t3(3,0.5)",
                "t3(20,0.618)"))
        .flatMap(Function.identity());
  }

  static Stream<Row> regressions() {
    return Stream.of(
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.linearReg(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                overflowing("linearreg")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.linearRegSlope(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                overflowing("linearreg_slope")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.linearRegAngle(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                overflowing("linearreg_angle")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.linearRegIntercept(
                        0, end, b.close(), p.integer("period"), begin, count, out[0]),
                overflowing("linearreg_intercept")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.tsf(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                overflowing("tsf")))
        .flatMap(Function.identity());
  }

  static Stream<Row> spreads() {
    return Stream.of(
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.stdDev(
                        0, end, b.close(), p.integer("period"), p.real("k"), begin, count, out[0]),
                "stddev",
                "stddev(2,1)",
                "stddev(3,2.5)",
                "stddev(50,0)"),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.variance(0, end, b.close(), p.integer("period"), 1, begin, count, out[0]),
                "var",
                "var(1)",
                "var(2)",
                "var(5)",
                "var(100)"),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.bbands(
                        0,
                        end,
                        b.close(),
                        p.integer("period"),
                        p.real("k"),
                        p.real("k"),
                        MAType.Sma,
                        begin,
                        count,
                        out[0],
                        out[1],
                        out[2]),
                "bbands",
                "bbands(2,1)",
                "bbands(5,2)",
                "bbands(3,0)",
                "bbands(100,2.5)"))
        .flatMap(Function.identity());
  }

  static Stream<Row> ranges() {
    return Stream.of(
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.trueRange(0, end, b.high(), b.low(), b.close(), begin, count, out[0]),
                "trange"),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.atr(
                        0,
                        end,
                        b.high(),
                        b.low(),
                        b.close(),
                        p.integer("period"),
                        begin,
                        count,
                        out[0]),
                "atr",
                "atr(1)",
                "atr(2)",
                "atr(3)",
                "atr(100)"),
            // Where a later close is within 1e-8 of 0, TA-Lib writes a 0 to its first value.
            rowsButFirst(
                (ta, end, b, p, begin, count, out) ->
                    ta.natr(
                        0,
                        end,
                        b.high(),
                        b.low(),
                        b.close(),
                        p.integer("period"),
                        begin,
                        count,
                        out[0]),
                "natr",
                "natr(1)",
                "natr(2)",
                "natr(3)",
                "natr(100)"),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.midPoint(0, end, b.close(), p.integer("period"), begin, count, out[0]),
                periods("midpoint")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.midPrice(
                        0, end, b.high(), b.low(), p.integer("period"), begin, count, out[0]),
                periods("midprice")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.sar(
                        0,
                        end,
                        b.high(),
                        b.low(),
                        p.real("step"),
                        p.real("maximum"),
                        begin,
                        count,
                        out[0]),
                "sar",
                "sar(0,0)",
                "sar(0.5,0.2)",
                "sar(0.1,1)",
                "sar(0.01,0.05)"))
        .flatMap(Function.identity());
  }

  static Stream<Row> cycles() {
    return Stream.concat(
        rows(
            (ta, end, b, p, begin, count, out) ->
                ta.mama(
                    0,
                    end,
                    b.close(),
                    p.real("fast"),
                    p.real("slow"),
                    begin,
                    count,
                    out[0],
                    out[1]),
            "mama",
            "mama(0.01,0.01)",
            "mama(0.99,0.99)",
            "mama(0.05,0.5)"),
        rows(
            (ta, end, b, p, begin, count, out) ->
                ta.htTrendline(0, end, b.close(), begin, count, out[0]),
            "ht_trendline"));
  }

  @ParameterizedTest
  @MethodSource({"averages", "regressions", "spreads", "ranges", "cycles"})
  void everyBitIsTaLibs(Row row) {
    assertThat(TaLibOracle.check(row)).isPositive();
  }

  /** From the least that TA-Lib takes. */
  private static String[] periods(String id) {
    return Stream.of(2, 3, 4, 5, 14, 20, 33, 100)
        .map(n -> id + "(" + n + ")")
        .toArray(String[]::new);
  }

  /** From n = 1,025 on an int overflows in TA-Lib. */
  private static String[] overflowing(String id) {
    return Stream.of(2, 3, 14, 100, 1024, 1025, 2000)
        .map(n -> id + "(" + n + ")")
        .toArray(String[]::new);
  }
}
