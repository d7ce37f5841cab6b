package io.finstage.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.analysis.AnalysisRequest.Columns;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BarsCheckTest {

  private static Columns bars(Consumer<Columns> spoil) {
    Columns bars = Bars.columns("SPY", Bars.walk(20, 1));
    spoil.accept(bars);
    return bars;
  }

  private static String fault(Columns bars) {
    return new BarsCheck(bars, "bars[3]")
        .fault()
        .map(fault -> fault.reason() + " " + fault.fields().getFirst().name())
        .orElse("fine");
  }

  @Test
  void barsOfAWalkAreFine() {
    assertThat(fault(bars(it -> {}))).isEqualTo("fine");
  }

  @Test
  void aBarThatIsMissingAsAWholeIsFine() {
    assertThat(
            fault(
                bars(it -> {
                  it.open()[7] = Double.NaN;
                  it.high()[7] = Double.NaN;
                  it.low()[7] = Double.NaN;
                  it.close()[7] = Double.NaN;
                  it.volume()[7] = Double.NaN;
                })))
        .isEqualTo("fine");
  }

  @Test
  void aVolumeThatIsMissingIsFine() {
    assertThat(fault(bars(it -> it.volume()[7] = Double.NaN))).isEqualTo("fine");
  }

  @Test
  void oneMissingPriceIsNamedByItsPlace() {
    assertThat(fault(bars(it -> it.close()[17] = Double.NaN)))
        .isEqualTo("PRICE_MISSING bars[3].close[17]");
  }

  @Test
  void aHighBelowTheLowIsNamedByItsPlace() {
    assertThat(fault(bars(it -> it.high()[17] = it.low()[17] / 2)))
        .isEqualTo("HIGH_TOO_LOW bars[3].high[17]");
  }

  @Test
  void aLowAboveTheOpenIsNamedByItsPlace() {
    assertThat(fault(bars(it -> it.low()[4] = it.high()[4])))
        .isEqualTo("LOW_TOO_HIGH bars[3].low[4]");
  }

  @Test
  void pricesAreAboveZeroAndFinite() {
    assertThat(fault(bars(it -> it.low()[0] = 0))).isEqualTo("INVALID_PRICE bars[3].low[0]");
    assertThat(fault(bars(it -> it.open()[0] = -1))).isEqualTo("INVALID_PRICE bars[3].open[0]");
    assertThat(fault(bars(it -> it.high()[0] = Double.POSITIVE_INFINITY)))
        .isEqualTo("INVALID_PRICE bars[3].high[0]");
  }

  @Test
  void volumesAreNotNegativeAndFinite() {
    assertThat(fault(bars(it -> it.volume()[2] = -1)))
        .isEqualTo("INVALID_VOLUME bars[3].volume[2]");
    assertThat(fault(bars(it -> it.volume()[2] = Double.POSITIVE_INFINITY)))
        .isEqualTo("INVALID_VOLUME bars[3].volume[2]");
  }

  @Test
  void barsThatDoNotRiseAreToldFromDuplicates() {
    assertThat(fault(bars(it -> it.openAtMillis()[9] = 0)))
        .isEqualTo("UNSORTED_BARS bars[3].open_time_ms[9]");
    assertThat(fault(bars(it -> it.openAtMillis()[9] = it.openAtMillis()[8])))
        .isEqualTo("DUPLICATE_BAR bars[3].open_time_ms[9]");
  }

  @Test
  void columnsHaveOneLength() {
    Columns bars = bars(it -> {});
    Columns shorter =
        new Columns(
            "SPY",
            bars.openAtMillis(),
            bars.open(),
            bars.high(),
            new double[19],
            bars.close(),
            bars.volume());

    assertThat(fault(shorter)).isEqualTo("COLUMN_LENGTH bars[3].low");
  }

  @Test
  void noBarsAndNoSymbolAreFaults() {
    assertThat(fault(Bars.columns("SPY", Bars.closes()))).isEqualTo("NO_BARS bars[3].open_time_ms");
    assertThat(fault(Bars.columns("NOT A SYMBOL", Bars.walk(3, 1))))
        .isEqualTo("INVALID_SYMBOL bars[3].symbol");
  }
}
