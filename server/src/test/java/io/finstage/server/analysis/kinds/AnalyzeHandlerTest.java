package io.finstage.server.analysis.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.finstage.server.analysis.AnalysisConfig;
import io.finstage.server.analysis.Analyzer;
import io.finstage.server.analysis.BarSource;
import io.finstage.server.bars.TemporaryBars;
import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.RecordingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AnalyzeHandlerTest {

  private static final String RSI = "\"interval\": \"1d\", \"indicators\": [\"rsi(14)\"]";

  private final TemporaryBars bars = new TemporaryBars();
  private long valuesMax = 1_000_000;
  private int resultBytesMax = 1 << 20;

  @AfterEach
  void close() {
    bars.close();
  }

  private String analyze(RecordingContext context) throws Exception {
    AnalysisConfig config =
        new AnalysisConfig(
            2, 2, 2, 1000, 10, 1000, valuesMax, 1 << 20, 1 << 20, Duration.ofMinutes(1));
    BarSource source =
        (symbol, interval, from, to, max) ->
            bars.store()
                .series(
                    symbol,
                    interval,
                    from.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE),
                    to.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE),
                    max);
    try (Analyzer analyzer = new Analyzer(config, source, () -> Instant.EPOCH)) {
      return new AnalyzeHandler(analyzer, bars.store(), config.symbolsMax(), resultBytesMax)
          .run(context)
          .text();
    }
  }

  private String analyze(String fields) throws Exception {
    return analyze(RecordingContext.of("analyze", "{" + fields + "}"));
  }

  private static Map<String, JsonObject> bySymbol(String result) {
    return result
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .collect(Collectors.toMap(line -> line.get("symbol").getAsString(), Function.identity()));
  }

  private static JsonObject line(Map<String, JsonObject> lines, String symbol) {
    return Objects.requireNonNull(lines.get(symbol), symbol);
  }

  private void store(int symbols) {
    for (int i = 0; i < symbols; i++) {
      StoredDays.put(bars.store(), StoredDays.thirty("S" + i));
    }
  }

  @Test
  void eachSymbolHasALineWithItsLastValue() throws Exception {
    store(1);

    assertThat(analyze("\"symbols\": [\"S0\"], " + RSI))
        .isEqualTo(
            "{\"symbol\":\"S0\",\"bars\":30,\"open_time_ms\":[1380499200000],"
                + "\"results\":[{\"indicator\":\"rsi(14)\",\"stable_from\":30,\"missing\":0,"
                + "\"lines\":[{\"name\":\"rsi\",\"values\":[100.0]}]}],\"signals\":[]}\n");
  }

  @Test
  void aSymbolThatFailsHasALineOfItsOwn() throws Exception {
    store(1);
    Map<String, JsonObject> lines =
        bySymbol(analyze("\"symbols\": [\"S0\", \"NOPE\", \"no symbol\"], " + RSI));

    assertThat(line(lines, "S0").has("error")).isFalse();
    assertThat(line(lines, "NOPE").getAsJsonObject("error").get("reason").getAsString())
        .isEqualTo("NO_BARS");
    assertThat(line(lines, "no symbol").getAsJsonObject("error").toString())
        .isEqualTo(
            "{\"code\":\"INVALID_ARGUMENT\",\"reason\":\"INVALID_SYMBOL\","
                + "\"message\":\"is not the form of a symbol\"}");
  }

  @Test
  void aStarIsEverySymbolThatHasBarsInPortions() throws Exception {
    store(150);
    RecordingContext context = RecordingContext.of("analyze", "{\"symbols\": \"*\", " + RSI + "}");

    assertThat(bySymbol(analyze(context)).keySet())
        .isEqualTo(IntStream.range(0, 150).mapToObj(i -> "S" + i).collect(Collectors.toSet()));
    assertThat(context.told()).hasSize(150);
    assertThat(context.told().getLast())
        .isEqualTo(new RecordingContext.Progress(1, "150 of 150 symbols"));
  }

  @Test
  void symbolsThatAreTooMuchTogetherAreAnalysedInSmallerPortions() throws Exception {
    store(50);
    valuesMax = 65;
    Map<String, JsonObject> lines = bySymbol(analyze("\"symbols\": \"*\", " + RSI));

    assertThat(lines).hasSize(50);
    assertThat(lines.values()).noneMatch(line -> line.has("error"));
  }

  @Test
  void aSymbolThatIsTooMuchAloneHasFailed() throws Exception {
    store(2);
    valuesMax = 20;

    assertThat(bySymbol(analyze("\"symbols\": \"*\", " + RSI)).values())
        .hasSize(2)
        .allMatch(line -> line.toString().contains("analysis.values-max"));
  }

  @Test
  void valuesOfTheWarmUpAreNull() throws Exception {
    store(1);
    JsonObject line =
        line(bySymbol(analyze("\"symbols\": [\"S0\"], \"output\": \"FULL\", " + RSI)), "S0");

    assertThat(line.getAsJsonArray("open_time_ms")).hasSize(30);
    assertThat(line.toString()).contains("\"values\":[null,null,");
  }

  @Test
  void signalsOfTheAnsweredBarsAreTold() throws Exception {
    StoredDays.put(
        bars.store(),
        "2013-09-01,A,10,10,10,10,1\n2013-09-02,A,10,10,10,10,1\n2013-09-03,A,20,20,20,20,1\n");

    assertThat(
            analyze(
                "\"symbols\": \"*\", \"interval\": \"1d\", \"output\": \"TAIL\", \"tail\": 2,"
                    + " \"signals\": [\"crosses_above(close,15)\"]"))
        .contains(
            "\"signals\":[{\"signal\":\"crosses_above(close,15)\",\"kind\":\"CROSSES_ABOVE\","
                + "\"open_time\":\"2013-09-03T00:00:00Z\",\"values\":[20.0,15.0]}]");
  }

  @Test
  void aResultThatIsTooLongFailsForGoodWithTheNameOfTheLimit() {
    store(3);
    resultBytesMax = 300;

    assertThatThrownBy(() -> analyze("\"symbols\": \"*\", " + RSI))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageContaining("tasks.result-bytes-max, 300 bytes");
  }

  @Test
  void aLineThatIsTooLongFailsForGoodWithTheNameOfTheLimit() {
    store(1);
    resultBytesMax = 30;

    assertThatThrownBy(() -> analyze("\"symbols\": \"*\", " + RSI))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageContaining("tasks.result-bytes-max, 30 bytes");
  }

  @Test
  void anInterruptionEndsIt() {
    store(150);
    RecordingContext context =
        RecordingContext.of("analyze", "{\"symbols\": \"*\", " + RSI + "}")
            .onProgress(Thread.currentThread()::interrupt);

    assertThatThrownBy(() -> analyze(context)).isInstanceOf(InterruptedException.class);
    assertThat(context.told()).hasSizeLessThan(150);
  }

  @Test
  void aServerThatClosesIsWorthAnotherAttempt() {
    store(1);
    Analyzer closed =
        new Analyzer(
            new AnalysisConfig(1, 1, 1, 10, 10, 10, 10, 10, 10, Duration.ofMinutes(1)),
            (symbol, interval, from, to, max) -> {
              throw new IllegalStateException("nobody asks");
            },
            () -> Instant.EPOCH);
    closed.close();
    AnalyzeHandler handler = new AnalyzeHandler(closed, bars.store(), 10, resultBytesMax);

    assertThatThrownBy(
            () -> handler.run(RecordingContext.of("analyze", "{\"symbols\": \"*\", " + RSI + "}")))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"indicators\": [\"rsi\"], \"symbols\": \"*\" | interval must be one of",
        "\"interval\": \"1d\", \"indicators\": [\"rsi\"] | symbols must be a list of symbols, or",
        "\"interval\": \"1d\", \"symbols\": [\"A\"] | indicators must name at least one",
        "\"interval\": \"1d\", \"symbols\": [\"A\"], \"indicators\": [\"rsi\", \"x\"] |"
            + " indicators[1].id is no indicator",
        "\"interval\": \"1d\", \"symbols\": [\"A\"], \"signals\": [\"x\"] | signals[0] ",
        "\"interval\": \"1d\", \"symbols\": [\"A\"], \"output\": \"ALL\" | output must be LAST",
        "\"interval\": \"1d\", \"symbols\": [\"A\"], \"output\": \"TAIL\" | tail must be given",
        "\"interval\": \"1d\", \"symbols\": [\"A\"], \"tail\": 3 | tail must be left out",
        "\"interval\": \"1d\", \"symbols\": [\"A\"], \"indicator\": [] | indicator is no field",
      })
  void aBadPayloadFailsForGoodWithTheNameOfTheField(String fields, String message) {
    assertThatThrownBy(() -> analyze(fields))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void tooManyIndicatorsFailForGoodWithTheNameOfTheLimit() {
    store(1);
    assertThatThrownBy(() ->
            analyze(
                "\"symbols\": \"*\", \"interval\": \"1d\", \"indicators\": ["
                    + IntStream.range(2, 13)
                        .mapToObj(n -> "\"rsi(" + n + ")\"")
                        .collect(Collectors.joining(","))
                    + "]"))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageContaining("analysis.indicators-max");
  }
}
