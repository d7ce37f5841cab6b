package io.finstage.server.analysis.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.server.bars.Session;
import io.finstage.server.bars.TemporaryBars;
import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.RecordingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportBarsHandlerTest {

  private final TemporaryBars bars = new TemporaryBars();

  @AfterEach
  void close() {
    bars.close();
  }

  private String export(int bytesMax, String payload) throws Exception {
    return new ExportBarsHandler(bars.store(), Session.UTC, bytesMax)
        .run(RecordingContext.of("export-bars", payload))
        .text();
  }

  @Test
  void allBarsOfAnIntervalComeInTheFormThatIsImported() throws Exception {
    StoredDays.put(bars.store(), StoredDays.thirty("IBM") + StoredDays.thirty("SPY"));

    assertThat(export(1 << 20, "{\"interval\": \"1d\"}"))
        .isEqualTo(StoredDays.HEADER + StoredDays.thirty("IBM") + StoredDays.thirty("SPY"));
  }

  @Test
  void onlyWhatWasAskedForComes() throws Exception {
    StoredDays.put(bars.store(), StoredDays.thirty("IBM") + StoredDays.thirty("SPY"));
    String payload =
        "{\"interval\": \"1d\", \"symbols\": [\"SPY\"], \"start\": \"2013-09-02T00:00:00Z\","
            + " \"end\": \"2013-09-03T00:00:00Z\"}";

    assertThat(export(1 << 20, payload))
        .isEqualTo(StoredDays.HEADER + "2013-09-02,SPY,100.0,102.0,99.0,101.0,1002\n");
  }

  @Test
  void aResultThatIsTooLongFailsForGoodWithTheNameOfTheLimit() {
    StoredDays.put(bars.store(), StoredDays.thirty("IBM"));

    assertThatThrownBy(() -> export(200, "{\"interval\": \"1d\"}"))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageContaining("tasks.result-bytes-max, 200 bytes")
        .hasMessageContaining("a shorter range");
  }

  @Test
  void anInterruptionEndsIt() {
    StoredDays.put(bars.store(), StoredDays.thirty("IBM"));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> export(1 << 20, "{\"interval\": \"1d\"}"))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | interval must be one of 1s, 1m, 5m, 15m, 1h, 1d",
        "{\"interval\": \"2m\"} | interval must be one of",
        "{\"interval\": \"1d\", \"symbols\": \"SPY\"} | symbols must be a list",
        "{\"interval\": \"1d\", \"symbols\": []} | symbols must name at least one",
        "{\"interval\": \"1d\", \"symbols\": [\"A\", \"\"]} | symbols[1] is not the form",
        "{\"interval\": \"1d\", \"symbols\": [\"A\", \"A\"]} | symbols[1] must not be named twice",
        "{\"interval\": \"1d\", \"start\": \"today\"} | start must be a time as in",
        "{\"interval\": \"1d\", \"from\": \"\"} | from is no field of the payload of export-bars",
        "{\"interval\": \"1d\", \"end\": \"+999999-01-01T00:00:00Z\"} | end must be of the years",
      })
  void aBadPayloadFailsForGoodWithTheNameOfTheField(String payload, String message) {
    assertThatThrownBy(() -> export(1 << 20, payload))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageStartingWith(message);
  }
}
