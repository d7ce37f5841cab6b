package io.finstage.server.api.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.Delivery;
import io.finstage.proto.v1.PriceData;
import io.finstage.proto.v1.PriceUpdate;
import io.finstage.proto.v1.Reply;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribed;
import io.finstage.proto.v1.Subscription;
import io.finstage.proto.v1.Subscriptions;
import io.finstage.proto.v1.SymbolResult;
import io.finstage.proto.v1.SymbolStatus;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

  @Test
  void anUpdateReadsAsInTheContract() {
    StreamEvent event =
        StreamEvent.newBuilder()
            .setPriceUpdate(
                PriceUpdate.newBuilder()
                    .setSymbol("SPY")
                    .setSequence(42)
                    .setData(
                        PriceData.newBuilder()
                            .setPrice(167.41)
                            .setSize(100)
                            .setBid(167.4)
                            .setAsk(167.42))
                    .setTimestamp(
                        Timestamp.newBuilder().setSeconds(1381152600).setNanos(464_000_000))
                    .setReceivedAt(Timestamp.newBuilder().setSeconds(1795341600).setNanos(123_000)))
            .build();

    assertThat(JsonText.print(event))
        .isEqualTo(
            "{\"type\":\"price_update\",\"symbol\":\"SPY\",\"sequence\":42,\"snapshot\":false,"
                + "\"conflated\":0,\"data\":{\"price\":167.41,\"size\":100,\"bid\":167.4,"
                + "\"ask\":167.42},\"timestamp\":\"2013-10-07T13:30:00.464Z\","
                + "\"received_at\":\"2026-11-22T10:00:00.000123Z\"}");
  }

  @Test
  void aReplyReadsAsItsMethodsResponseWithTheDetailsOfAStatus() {
    StreamEvent event =
        StreamEvent.newBuilder()
            .setReply(
                Reply.newBuilder()
                    .setRequestId("7")
                    .setAnalyzeSymbols(
                        AnalyzeSymbolsResponse.newBuilder()
                            .setSymbol("X")
                            .setStatus(
                                Status.newBuilder()
                                    .setCode(5)
                                    .addDetails(
                                        Any.pack(
                                            ErrorInfo.newBuilder().setReason("NO_BARS").build())))))
            .build();

    assertThat(JsonText.print(event))
        .isEqualTo(
            "{\"type\":\"reply\",\"request_id\":\"7\",\"last\":false,\"analyze_symbols\":{\"symbol\":\"X\","
                + "\"status\":{\"code\":5,\"message\":\"\",\"details\":[{\"@type\":"
                + "\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"NO_BARS\",\"domain\":\"\","
                + "\"metadata\":{}}]},\"bars\":0,\"open_time_ms\":[],\"results\":[],\"signals\":[]}}");
  }

  @Test
  void anAckReadsAsInTheContract() {
    StreamEvent event =
        StreamEvent.newBuilder()
            .setSubscribed(
                Subscribed.newBuilder()
                    .setRequestId("1")
                    .setChannel("prices")
                    .setDelivery(Delivery.newBuilder().setMode(Delivery.Mode.EVERY))
                    .addResults(
                        SymbolResult.newBuilder()
                            .setSymbol("SPY")
                            .setStatus(SymbolStatus.Value.OK)
                            .setSequence(41))
                    .addResults(
                        SymbolResult.newBuilder()
                            .setSymbol("NOPE")
                            .setStatus(SymbolStatus.Value.UNKNOWN_SYMBOL)))
            .build();

    assertThat(JsonText.print(event))
        .isEqualTo(
            "{\"type\":\"subscribed\",\"request_id\":\"1\",\"channel\":\"prices\","
                + "\"delivery\":{\"mode\":\"EVERY\"},\"results\":["
                + "{\"symbol\":\"SPY\",\"status\":\"OK\",\"sequence\":41,\"resumed\":false},"
                + "{\"symbol\":\"NOPE\",\"status\":\"UNKNOWN_SYMBOL\"}]}");
  }

  @Test
  void aTaskReadsAsInTheContractWithoutPayloadAndResult() {
    StreamEvent event =
        StreamEvent.newBuilder()
            .setTaskUpdate(
                TaskUpdate.newBuilder()
                    .setTask(
                        Task.newBuilder()
                            .setId("41")
                            .setTimeout(Duration.newBuilder().setSeconds(1).setNanos(250_000_000))))
            .build();

    assertThat(JsonText.print(event))
        .startsWith("{\"type\":\"task_update\",\"task\":{\"id\":\"41\",")
        .contains("\"timeout\":\"1.25s\"", "\"snapshot\":false")
        .doesNotContain("payload", "\"result\"", "ended_at");
  }

  @Test
  void anAckAboutPricesSaysNothingOfTasks() {
    StreamEvent event =
        StreamEvent.newBuilder()
            .setSubscriptions(
                Subscriptions.newBuilder().addSubscriptions(Subscription.getDefaultInstance()))
            .build();

    assertThat(JsonText.print(event)).doesNotContain("task", "labels");
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100",
    "167.4, 167.4",
    "0.1, 0.1",
    "0, 0",
    "-0.0, -0.0",
    "1e15, 1.0E15",
    "123456789012345, 123456789012345",
    "1e-7, 1.0E-7",
    "4.9e-324, 4.9E-324",
    "1.7976931348623157e308, 1.7976931348623157E308",
  })
  void aNumberIsItsShortestText(double value, String text) {
    assertThat(JsonText.number(value)).isEqualTo(text);
    assertThat(Double.parseDouble(text)).isEqualTo(value);
  }

  @Test
  void whateverIsPrintedReadsBackTheSame() {
    for (int seed = 0; seed < 500; seed++) {
      RandomMessages messages = new RandomMessages(seed);
      Message event = messages.fill(StreamEvent.newBuilder());
      Message request = messages.fill(ConnectRequest.newBuilder());

      assertThat(JsonMessages.parse(JsonText.print(event), StreamEvent.newBuilder()))
          .as("seed %d: %s", seed, event)
          .isEqualTo(new Parsed.Read(event));
      assertThat(JsonMessages.parse(JsonText.print(request), ConnectRequest.newBuilder()))
          .as("seed %d: %s", seed, request)
          .isEqualTo(new Parsed.Read(request));
    }
  }
}
