package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.ConnectResponse;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.HubConfig;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.hub.PriceUpdate;
import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProtobufEventsTest {

  private static final Instant AT = Instant.parse("2013-10-07T13:30:00.464Z");
  private static final Symbol SPY = new Symbol("SPY");

  private final PriceHub hub = new PriceHub(HubConfig.defaults(), InstantSource.system(), "8f3a");
  private final Batch batch = new Batch(64);

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void anUpdateReadsBackAsItWas() throws IOException {
    PriceUpdate update = update();
    ProtobufEvents.append(update, false, 0, batch);
    assertThat(written().getEvents(0)).isEqualTo(StreamEvents.of(update, false, 0));
  }

  @Test
  void whatIsNotKnownIsAbsent() throws IOException {
    hub.publish(new Quote(SPY, 167.4, 167.42, AT), AT);
    ProtobufEvents.append(hub.lastValue(SPY).orElseThrow(), false, 0, batch);
    var data = written().getEvents(0).getPriceUpdate().getData();
    assertThat(data.hasPrice()).isFalse();
    assertThat(data.hasSize()).isFalse();
    assertThat(data.getAsk()).isEqualTo(167.42);
  }

  @Test
  void aSnapshotIsTheSameBytesWithItsMark() throws IOException {
    PriceUpdate update = update();
    ProtobufEvents.append(update, true, 0, batch);
    assertThat(written().getEvents(0)).isEqualTo(StreamEvents.of(update, true, 0));
  }

  @Test
  void aConflatedUpdateCarriesItsCountEvenWhenThatIsHuge() throws IOException {
    PriceUpdate update = update();
    ProtobufEvents.append(update, true, 5_000_000_000L, batch);
    assertThat(written().getEvents(0)).isEqualTo(StreamEvents.of(update, true, 5_000_000_000L));
  }

  @Test
  void eventsStandOneAfterTheOtherAndTheTimeOfSendingIsLast() throws IOException {
    PriceUpdate update = update();
    ProtobufEvents.append(update, false, 0, batch);
    ProtobufEvents.append(new Event.Closing(CloseReason.SERVER_SHUTDOWN), batch);
    ProtobufEvents.append(update, false, 7, batch);
    ProtobufEvents.appendSentAt(AT, batch);
    ConnectResponse expected =
        ConnectResponse.newBuilder()
            .addEvents(StreamEvents.of(update, false, 0))
            .addEvents(StreamEvents.of(new Event.Closing(CloseReason.SERVER_SHUTDOWN)))
            .addEvents(StreamEvents.of(update, false, 7))
            .setSentAt(Times.timestamp(AT))
            .build();
    assertThat(written()).isEqualTo(expected);
  }

  @Test
  void theBytesOfAnUpdateAreMadeOnce() {
    PriceUpdate update = update();
    ProtobufEvents.append(update, false, 0, batch);
    byte[] first = encoded(update);
    ProtobufEvents.append(update, true, 3, batch);
    assertThat(encoded(update)).isSameAs(first);
  }

  private static byte[] encoded(PriceUpdate update) {
    return update.encoded(
        PriceUpdate.Encoding.PROTOBUF_EVENT,
        _ -> {
          throw new AssertionError("encoded again");
        });
  }

  private PriceUpdate update() {
    hub.publish(new Trade(SPY, 167.41, 100, AT), AT.plusNanos(123_000));
    return hub.lastValue(SPY).orElseThrow();
  }

  private ConnectResponse written() throws IOException {
    return RecordingOutlet.read(batch);
  }
}
