package io.finstage.server.api.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.ConnectResponse;
import io.finstage.server.api.ProtobufEvents;
import io.finstage.server.api.StreamEvents;
import io.finstage.server.api.TopicState;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.TopicUpdate;
import io.finstage.server.hub.TopicUpdates;
import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TopicFramesTest {

  private static final Symbol SPY = new Symbol("SPY");
  private static final Instant AT = Instant.parse("2013-10-07T13:30:00Z");
  private static final TopicUpdate BAR =
      TopicUpdates.of(
          new Aspect.Bars(Interval.M1, false).of(SPY),
          42,
          new TopicState.OfBar(new Bar(AT, 1, 2.5, 0.5, 2, 300, 4), false));
  private static final TopicUpdate CLOSED_BAR =
      TopicUpdates.of(
          new Aspect.Bars(Interval.D1, true).of(SPY),
          7,
          new TopicState.OfBar(new Bar(AT, 1, 2, 1, 2, 0, 0), true));
  private static final TopicUpdate INDICATOR =
      TopicUpdates.of(
          new Aspect.Indicator(Interval.M1, "macd(12,26,9)", false).of(SPY),
          5,
          new TopicState.OfIndicator(
              AT, true, true, List.of("macd", "signal", "hist"), 0.25, Double.NaN, Double.NaN));
  private static final TopicUpdate SIGNAL =
      TopicUpdates.of(
          new Aspect.Indicator(Interval.M5, "crosses_above(ema(9),ema(21))", false).of(SPY),
          1,
          new TopicState.OfSignal("CROSSES_ABOVE", AT, List.of(10.5, 10.25)));

  static final List<TopicUpdate> UPDATES = List.of(BAR, CLOSED_BAR, INDICATOR, SIGNAL);

  @ParameterizedTest
  @FieldSource("UPDATES")
  void aSnapshotAndAConflatedUpdateSayWhatTheContractsPrinterSays(TopicUpdate update) {
    for (boolean snapshot : new boolean[] {false, true}) {
      for (long conflated : new long[] {0, 7, 5_000_000_000L}) {
        assertThat(json(update, snapshot, conflated))
            .isEqualTo(JsonText.print(StreamEvents.of(update, snapshot, conflated)));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("UPDATES")
  void theSplicedProtobufReadsBackAsItWas(TopicUpdate update) throws Exception {
    for (boolean snapshot : new boolean[] {false, true}) {
      for (long conflated : new long[] {0, 7, 5_000_000_000L}) {
        Batch batch = new Batch(64);
        ProtobufEvents.append(update, snapshot, conflated, batch);
        assertThat(
                ConnectResponse.parser()
                    .parseFrom(batch.array(), Batch.HEADROOM, batch.length())
                    .getEvents(0))
            .isEqualTo(StreamEvents.of(update, snapshot, conflated));
      }
    }
  }

  @Test
  void aBarIsSpelledAsTheContractHasIt() {
    assertThat(json(BAR, false, 0))
        .isEqualTo(
            """
            {"type":"bar_update","symbol":"SPY","interval":"1m","sequence":42,"snapshot":false,\
            "conflated":0,"closed":false,"bar":{"open_time":"2013-10-07T13:30:00Z","open":1,\
            "high":2.5,"low":0.5,"close":2,"volume":300,"trades":4}}\
            """);
  }

  @Test
  void aBarOfAClosedOnlySubscriptionSaysSo() {
    assertThat(json(CLOSED_BAR, false, 0)).endsWith("\"closed_only\":true}");
  }

  @Test
  void anIndicatorsOutputWithoutAValueIsAbsent() {
    assertThat(json(INDICATOR, true, 0))
        .isEqualTo(
            """
            {"type":"indicator_update","symbol":"SPY","interval":"1m",\
            "indicator":"macd(12,26,9)","sequence":5,"snapshot":true,"conflated":0,\
            "open_time":"2013-10-07T13:30:00Z","closed":true,"warming_up":true,\
            "values":{"macd":0.25}}\
            """);
  }

  @Test
  void aSignalTellsItsValues() {
    assertThat(json(SIGNAL, false, 0))
        .isEqualTo(
            """
            {"type":"signal_update","symbol":"SPY","interval":"5m",\
            "signal":"crosses_above(ema(9),ema(21))","sequence":1,"snapshot":false,\
            "conflated":0,"kind":"CROSSES_ABOVE","open_time":"2013-10-07T13:30:00Z",\
            "values":[10.5,10.25]}\
            """);
  }

  private static String json(TopicUpdate update, boolean snapshot, long conflated) {
    Batch batch = new Batch(16);
    TopicFrames.append(update, snapshot, conflated, batch);
    int payload = Frames.payload(batch.array(), Batch.HEADROOM);
    return new String(batch.array(), payload, batch.end() - payload, UTF_8);
  }
}
