package io.finstage.server.indicators;

import static io.finstage.server.indicators.TaLibOracle.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MAType;
import com.tictactec.ta.lib.MInteger;
import com.tictactec.ta.lib.RetCode;
import io.finstage.server.indicators.TaLibOracle.Row;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: com.tictactec:ta-lib:0.4.0. */
class OscillatorsOracleTest {

  /** Of the close and a period. */
  private interface OfClose {
    RetCode of(
        Core ta,
        int start,
        int end,
        double[] close,
        int period,
        MInteger begin,
        MInteger count,
        double[] out);
  }

  /** Of high, low and a period. */
  private interface OfRange {
    RetCode of(
        Core ta,
        int start,
        int end,
        double[] high,
        double[] low,
        int period,
        MInteger begin,
        MInteger count,
        double[] out);
  }

  /** Of high, low, close and a period. */
  private interface OfBar {
    RetCode of(
        Core ta,
        int start,
        int end,
        double[] high,
        double[] low,
        double[] close,
        int period,
        MInteger begin,
        MInteger count,
        double[] out);
  }

  static Stream<Row> ofClose() {
    return Stream.of(
            rows(close(Core::rsi), periods("rsi", 2)),
            rows(close(Core::cmo), periods("cmo", 2)),
            rows(close(Core::trix), periods("trix", 2)),
            rows(close(Core::mom), periods("mom", 1)),
            rows(close(Core::roc), periods("roc", 1)),
            rows(close(Core::rocP), periods("rocp", 1)),
            rows(close(Core::rocR), periods("rocr", 1)),
            rows(close(Core::rocR100), periods("rocr100", 1)))
        .flatMap(Function.identity());
  }

  static Stream<Row> ofBars() {
    return Stream.of(
            rows(bar(Core::cci), periods("cci", 2)),
            rows(bar(Core::willR), periods("willr", 2)),
            rows(bar(Core::adx), periods("adx", 2)),
            rows(bar(Core::adxr), periods("adxr", 2)),
            rows(bar(Core::dx), periods("dx", 2)),
            rows(bar(Core::plusDI), periods("plus_di", 2)),
            rows(bar(Core::minusDI), periods("minus_di", 2)),
            rows(range(Core::plusDM), periods("plus_dm", 2)),
            rows(range(Core::minusDM), periods("minus_dm", 2)),
            rows(range(Core::aroonOsc), periods("aroonosc", 2)),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.aroon(
                        0,
                        end,
                        b.high(),
                        b.low(),
                        p.integer("period"),
                        begin,
                        count,
                        out[0],
                        out[1]),
                periods("aroon", 2)),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.bop(0, end, b.open(), b.high(), b.low(), b.close(), begin, count, out[0]),
                "bop"),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.ultOsc(
                        0,
                        end,
                        b.high(),
                        b.low(),
                        b.close(),
                        p.integer("short"),
                        p.integer("middle"),
                        p.integer("long"),
                        begin,
                        count,
                        out[0]),
                "ultosc",
                "ultosc(2,2,2)",
                "ultosc(5,3,2)",
                "ultosc(2,3,100)"))
        .flatMap(Function.identity());
  }

  static Stream<Row> ofStochastics() {
    return Stream.of(
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.stoch(
                        0,
                        end,
                        b.high(),
                        b.low(),
                        b.close(),
                        p.integer("k"),
                        p.integer("slowing"),
                        MAType.Sma,
                        p.integer("d"),
                        MAType.Sma,
                        begin,
                        count,
                        out[0],
                        out[1]),
                "stoch",
                "stoch(1,1,1)",
                "stoch(2,1,3)",
                "stoch(3,2,1)",
                "stoch(5,3,3)",
                "stoch(100,20,10)"),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.stochF(
                        0,
                        end,
                        b.high(),
                        b.low(),
                        b.close(),
                        p.integer("k"),
                        p.integer("d"),
                        MAType.Sma,
                        begin,
                        count,
                        out[0],
                        out[1]),
                "stochf",
                "stochf(1,1)",
                "stochf(2,1)",
                "stochf(5,3)",
                "stochf(100,20)"),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.stochRsi(
                        0,
                        end,
                        b.close(),
                        p.integer("period"),
                        p.integer("k"),
                        p.integer("d"),
                        MAType.Sma,
                        begin,
                        count,
                        out[0],
                        out[1]),
                "stochrsi",
                "stochrsi(2,1,1)",
                "stochrsi(3,2,1)",
                "stochrsi(14,5,3)",
                "stochrsi(50,30,20)"))
        .flatMap(Function.identity());
  }

  static Stream<Row> ofTwoAverages() {
    return Stream.of(
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.macd(
                        0,
                        end,
                        b.close(),
                        p.integer("fast"),
                        p.integer("slow"),
                        p.integer("signal"),
                        begin,
                        count,
                        out[0],
                        out[1],
                        out[2]),
                "macd",
                "macd(2,2,2)",
                "macd(2,3,2)",
                "macd(26,12,9)",
                "macd(5,100,40)"),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.apo(
                        0,
                        end,
                        b.close(),
                        p.integer("fast"),
                        p.integer("slow"),
                        MAType.Ema,
                        begin,
                        count,
                        out[0]),
                pairs("apo")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.ppo(
                        0,
                        end,
                        b.close(),
                        p.integer("fast"),
                        p.integer("slow"),
                        MAType.Ema,
                        begin,
                        count,
                        out[0]),
                pairs("ppo")))
        .flatMap(Function.identity());
  }

  static Stream<Row> ofVolume() {
    return Stream.of(
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.obv(0, end, b.close(), b.volume(), begin, count, out[0]),
                "obv"),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.ad(0, end, b.high(), b.low(), b.close(), b.volume(), begin, count, out[0]),
                "ad"),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.adOsc(
                        0,
                        end,
                        b.high(),
                        b.low(),
                        b.close(),
                        b.volume(),
                        p.integer("fast"),
                        p.integer("slow"),
                        begin,
                        count,
                        out[0]),
                pairs("adosc")),
            rows(
                (ta, end, b, p, begin, count, out) ->
                    ta.mfi(
                        0,
                        end,
                        b.high(),
                        b.low(),
                        b.close(),
                        b.volume(),
                        p.integer("period"),
                        begin,
                        count,
                        out[0]),
                periods("mfi", 2)))
        .flatMap(Function.identity());
  }

  @ParameterizedTest
  @MethodSource({"ofClose", "ofBars", "ofStochastics", "ofTwoAverages", "ofVolume"})
  void everyBitIsTaLibs(Row row) {
    assertThat(TaLibOracle.check(row)).isPositive();
  }

  private static TaLibOracle.Call close(OfClose function) {
    return (ta, end, b, p, begin, count, out) ->
        function.of(ta, 0, end, b.close(), p.integer("period"), begin, count, out[0]);
  }

  private static TaLibOracle.Call range(OfRange function) {
    return (ta, end, b, p, begin, count, out) ->
        function.of(ta, 0, end, b.high(), b.low(), p.integer("period"), begin, count, out[0]);
  }

  private static TaLibOracle.Call bar(OfBar function) {
    return (ta, end, b, p, begin, count, out) ->
        function.of(
            ta, 0, end, b.high(), b.low(), b.close(), p.integer("period"), begin, count, out[0]);
  }

  private static String[] periods(String id, int least) {
    return IntStream.of(least, 2, 3, 5, 14, 20, 100)
        .distinct()
        .mapToObj(n -> id + "(" + n + ")")
        .toArray(String[]::new);
  }

  private static String[] pairs(String id) {
    return Stream.of("", "(2,2)", "(2,3)", "(26,12)", "(5,100)")
        .map(values -> id + values)
        .toArray(String[]::new);
  }
}
