package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.Delivery;
import io.finstage.proto.v1.Error;
import io.finstage.proto.v1.FieldViolation;
import io.finstage.proto.v1.ListSubscriptions;
import io.finstage.proto.v1.Ping;
import io.finstage.proto.v1.Resume;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.SymbolStatus;
import io.finstage.proto.v1.Unsubscribe;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.HubConfig;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.hub.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final ConversationConfig CONFIG =
      new ConversationConfig(Duration.ofSeconds(5), 1000, 20_000, 65_536, 1_048_576, 3, 16);

  private final PriceHub hub = new PriceHub(HubConfig.defaults(), InstantSource.system(), "8f3a");
  private final RecordingOutlet outlet = new RecordingOutlet();
  private Conversation conversation;

  @BeforeEach
  void open() throws InterruptedException {
    conversation =
        new Conversations(hub, IndicatorTexts.none(), CONFIG, InstantSource.fixed(NOW))
            .open(outlet)
            .orElseThrow();
    assertThat(outlet.next().getWelcome().getEpoch()).isEqualTo("8f3a");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void theWelcomeNamesTheLimits() {
    StreamEvent welcome = welcome(Wire.WEBSOCKET);
    assertThat(welcome.getWelcome().getHeartbeatIntervalMs()).isEqualTo(5000);
    assertThat(welcome.getWelcome().getLimits().getSymbolsPerConnection()).isEqualTo(1000);
    assertThat(welcome.getWelcome().getLimits().getMessageBytes()).isEqualTo(65_536);
    assertThat(welcome.getWelcome().getServerVersion()).isNotEmpty();
  }

  @Test
  void theWelcomeOverGrpcNamesTheLimitOfGrpcMessages() {
    assertThat(welcome(Wire.GRPC).getWelcome().getLimits().getMessageBytes()).isEqualTo(1_048_576);
  }

  @Test
  void aSubscribeIsAnsweredPerSymbolWithTheDeliveryInForce() throws InterruptedException {
    conversation.handle(subscribe(prices().addSymbols("SPY").addSymbols("NOT A SYMBOL")));
    var answer = outlet.next().getSubscribed();
    assertThat(answer.getRequestId()).isEqualTo("7");
    assertThat(answer.getDelivery().getMode()).isEqualTo(Delivery.Mode.EVERY);
    assertThat(answer.getResults(0).getStatus()).isEqualTo(SymbolStatus.Value.PENDING);
    assertThat(answer.getResults(1).getStatus()).isEqualTo(SymbolStatus.Value.INVALID_SYMBOL);
  }

  @Test
  void aPingIsAnsweredWithTheTime() throws InterruptedException {
    conversation.handle(ping("8"));
    StreamEvent event = outlet.next();
    assertThat(event.getPong().getRequestId()).isEqualTo("8");
    assertThat(event.getPong().getTime()).isEqualTo(Times.timestamp(NOW));
  }

  @Test
  void subscriptionsAreListedAndEnded() throws InterruptedException {
    conversation.handle(subscribe(prices().addSymbols("SPY")));
    outlet.next();
    conversation.handle(
        ConnectRequest.newBuilder()
            .setListSubscriptions(ListSubscriptions.newBuilder().setRequestId("5"))
            .build());
    assertThat(outlet.next().getSubscriptions().getSubscriptions(0).getSymbol()).isEqualTo("SPY");
    conversation.handle(
        ConnectRequest.newBuilder()
            .setUnsubscribe(Unsubscribe.newBuilder().setChannel("prices").addSymbols("SPY"))
            .build());
    assertThat(outlet.next().getUnsubscribed().getResults(0).getStatus())
        .isEqualTo(SymbolStatus.Value.OK);
  }

  @Test
  void aChannelThatIsNoneIsRefusedByField() throws InterruptedException {
    conversation.handle(subscribe(prices().setChannel("trades").addSymbols("SPY")));
    Error error = outlet.next().getError();
    assertThat(error.getRequestId()).isEqualTo("7");
    assertThat(error.getCode()).isEqualTo("INVALID_ARGUMENT");
    assertThat(error.getReason()).isEqualTo("UNKNOWN_CHANNEL");
    assertThat(error.getFieldViolationsList())
        .extracting(FieldViolation::getField)
        .containsExactly("channel");
  }

  @Test
  void aSubscribeWithoutSymbolsIsRefusedByField() throws InterruptedException {
    conversation.handle(subscribe(prices()));
    assertThat(outlet.next().getError().getFieldViolations(0).getField()).isEqualTo("symbols");
  }

  @Test
  void anIntervalOutOfRangeIsRefusedByField() throws InterruptedException {
    conversation.handle(
        subscribe(
            prices()
                .addSymbols("SPY")
                .setDelivery(
                    Delivery.newBuilder().setMode(Delivery.Mode.INTERVAL).setIntervalMs(9))));
    assertThat(outlet.next().getError().getFieldViolations(0).getField())
        .isEqualTo("delivery.interval_ms");
  }

  @Test
  void aDeliveryModeThatIsNoneIsRefusedByField() throws InterruptedException {
    conversation.handle(
        subscribe(prices().addSymbols("SPY").setDelivery(Delivery.newBuilder().setModeValue(99))));
    assertThat(outlet.next().getError().getFieldViolations(0).getField())
        .isEqualTo("delivery.mode");
  }

  @Test
  void aResumeForAnotherSymbolOrBeforeTheBeginningIsRefusedByField() throws InterruptedException {
    conversation.handle(
        subscribe(
            prices()
                .addSymbols("SPY")
                .setResume(
                    Resume.newBuilder()
                        .setEpoch("8f3a")
                        .putSequences("SPY", -1)
                        .putSequences("IBM", 3))));
    Error error = outlet.next().getError();
    assertThat(error.getReason()).isEqualTo("INVALID_RESUME");
    assertThat(error.getFieldViolationsCount()).isEqualTo(2);
  }

  @Test
  void tooManySymbolsAreRefusedWholeWithTheLimitNamed() throws InterruptedException {
    conversation.handle(subscribe(prices().addAllSymbols(Collections.nCopies(1001, "SPY"))));
    Error error = outlet.next().getError();
    assertThat(error.getCode()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(error.getMessage()).contains("1000").contains("1001");
  }

  @Test
  void aRequestIdThatIsTooLongOrHasControlCharactersIsNotEchoed() throws InterruptedException {
    conversation.handle(ping("x".repeat(129)));
    Error tooLong = outlet.next().getError();
    conversation.handle(ping("a\nb"));
    Error control = outlet.next().getError();
    assertThat(tooLong.getReason()).isEqualTo("INVALID_REQUEST_ID");
    assertThat(control.getReason()).isEqualTo("INVALID_REQUEST_ID");
    assertThat(tooLong.getRequestId() + control.getRequestId()).isEmpty();
  }

  @Test
  void anEmptyRequestIsRefused() throws InterruptedException {
    conversation.handle(ConnectRequest.getDefaultInstance());
    assertThat(outlet.next().getError().getReason()).isEqualTo("NO_REQUEST");
  }

  @Test
  void afterTooManyErrorsInARowTheConversationIsClosed() throws Exception {
    conversation.handle(ConnectRequest.getDefaultInstance());
    conversation.refuse("", Refusal.invalid("UNDECODABLE", "request", "is not JSON"));
    conversation.handle(ConnectRequest.getDefaultInstance());
    assertThat(outlet.ended.get(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.TOO_MANY_ERRORS);
  }

  @Test
  void aGoodRequestForgivesTheErrorsBeforeIt() throws InterruptedException {
    conversation.handle(ConnectRequest.getDefaultInstance());
    conversation.handle(ConnectRequest.getDefaultInstance());
    conversation.handle(ping("1"));
    conversation.handle(ConnectRequest.getDefaultInstance());
    conversation.handle(ping("2"));
    for (int i = 0; i < 4; i++) {
      outlet.next();
    }
    assertThat(outlet.next().getPong().getRequestId()).isEqualTo("2");
  }

  private static StreamEvent welcome(Wire wire) {
    return (StreamEvent)
        StreamEvents.welcome("8f3a", ConversationConfig.defaults(), 0, 0, wire).payload();
  }

  private static Subscribe.Builder prices() {
    return Subscribe.newBuilder().setRequestId("7").setChannel("prices");
  }

  private static ConnectRequest subscribe(Subscribe.Builder subscribe) {
    return ConnectRequest.newBuilder().setSubscribe(subscribe).build();
  }

  private static ConnectRequest ping(String requestId) {
    return ConnectRequest.newBuilder().setPing(Ping.newBuilder().setRequestId(requestId)).build();
  }
}
