package io.finstage.server.api.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.BarColumns;
import io.finstage.proto.v1.Call;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.Delivery;
import io.finstage.proto.v1.IndicatorSpec;
import io.finstage.proto.v1.Resume;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.Subscribe;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonMessagesTest {

  @Test
  void theContractsFullestExampleIsRead() {
    String text =
        """
        {"type":"subscribe","request_id":"2","channel":"prices","symbols":["BAC"],
         "delivery":{"mode":"INTERVAL","interval_ms":250},"snapshot":false,
         "resume":{"epoch":"8f3a","sequences":{"BAC":1201}}}
        """;

    assertThat(parse(text))
        .isEqualTo(
            new Parsed.Read(
                ConnectRequest.newBuilder()
                    .setSubscribe(
                        Subscribe.newBuilder()
                            .setRequestId("2")
                            .setChannel("prices")
                            .addSymbols("BAC")
                            .setDelivery(
                                Delivery.newBuilder()
                                    .setMode(Delivery.Mode.INTERVAL)
                                    .setIntervalMs(250))
                            .setSnapshot(false)
                            .setResume(
                                Resume.newBuilder().setEpoch("8f3a").putSequences("BAC", 1201)))
                    .build()));
  }

  @Test
  void theTypeMayStandLast() {
    assertThat(parse("{\"request_id\":\"1\",\"type\":\"ping\"}"))
        .isEqualTo(parse("{\"type\":\"ping\",\"request_id\":\"1\"}"))
        .isInstanceOf(Parsed.Read.class);
  }

  @Test
  void nullCountsAsAbsent() {
    assertThat(parse("{\"type\":\"subscribe\",\"symbols\":[\"A\"],\"resume\":null}"))
        .isEqualTo(parse("{\"type\":\"subscribe\",\"symbols\":[\"A\"]}"))
        .isInstanceOf(Parsed.Read.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          hello                               | the message is not JSON
          []                                  | the message must be an object
          {"type":"ping"} {}                  | the message is not JSON
          {"type":"buy"}                      | must be one of subscribe, unsubscribe, list_subscriptions, ping, call, cancel_call
          {"type":"ping","pong":1}            | is not a field of Ping
          {"type":"ping","type":"ping"}       | must be given only once
          """)
  void aRefusalReadsAsASentenceAfterItsField(String text, String description) {
    assertThat(((Parsed.Refused) parse(text)).description()).isEqualTo(description);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          ``                                                          | ``
          hello                                                       | ``
          []                                                          | ``
          "ping"                                                      | ``
          null                                                        | ``
          {"type":"ping"                                              | ``
          {"type":"ping"}}                                            | ``
          {"type":"ping"} {}                                          | ``
          {"type":"ping",}                                            | ``
          {'type':'ping'}                                             | ``
          {type:"ping"}                                               | ``
          {"type":"ping"}//                                           | ``
          {"type":"subscribe","snapshot":True}                        | ``
          {"type":"subscribe","delivery":{"interval_ms":NaN}}         | ``
          {"type":"subscribe","delivery":{"interval_ms":0250}}        | ``
          {}                                                          | type
          {"request_id":"1"}                                          | type
          {"type":7}                                                  | type
          {"type":null}                                               | type
          {"type":""}                                                 | type
          {"type":"buy"}                                              | type
          {"type":"Ping"}                                             | type
          {"type":"request"}                                          | type
          {"type":"ping","type":"ping"}                               | type
          {"type":"ping","request_id":7}                              | request_id
          {"type":"ping","request_id":"1","request_id":"2"}           | request_id
          {"type":"ping","request_id":"\\ud800"}                      | request_id
          {"type":"ping","requestId":"1"}                             | requestId
          {"type":"ping","symbols":["A"]}                             | symbols
          {"type":"ping","subscribe":{}}                              | subscribe
          {"type":"subscribe","symbols":"A"}                          | symbols
          {"type":"subscribe","symbols":{}}                           | symbols
          {"type":"subscribe","symbols":["A","B","C",4]}              | symbols[3]
          {"type":"subscribe","symbols":["A",null]}                   | symbols[1]
          {"type":"subscribe","symbols":[["A"]]}                      | symbols[0]
          {"type":"subscribe","snapshot":"true"}                      | snapshot
          {"type":"subscribe","snapshot":1}                           | snapshot
          {"type":"subscribe","delivery":"EVERY"}                     | delivery
          {"type":"subscribe","delivery":{"mode":"SOMETIMES"}}        | delivery.mode
          {"type":"subscribe","delivery":{"mode":1}}                  | delivery.mode
          {"type":"subscribe","delivery":{"pace":1}}                  | delivery.pace
          {"type":"subscribe","delivery":{"interval_ms":"250"}}       | delivery.interval_ms
          {"type":"subscribe","delivery":{"interval_ms":2.5}}         | delivery.interval_ms
          {"type":"subscribe","delivery":{"interval_ms":2e3}}         | delivery.interval_ms
          {"type":"subscribe","delivery":{"interval_ms":2147483648}}  | delivery.interval_ms
          {"type":"subscribe","resume":{"sequences":[1]}}             | resume.sequences
          {"type":"subscribe","resume":{"sequences":{"A":"1"}}}       | resume.sequences.A
          {"type":"subscribe","resume":{"sequences":{"A":null}}}      | resume.sequences.A
          {"type":"subscribe","resume":{"sequences":{"A":9223372036854775808}}} | resume.sequences.A
          {"type":"subscribe","resume":{"sequences":{"A":1,"A":2}}}   | resume.sequences.A
          {"type":"call","get_task":{},"list_bars":{}}                | list_bars
          {"type":"call","buy":{}}                                    | buy
          {"type":"call","timeout":5,"get_task":{}}                   | timeout
          {"type":"call","submit_task":{"payload":"%"}}               | submit_task.payload
          {"type":"call","analyze_symbols":{"bars":[{"open":["Infinity"]}]}} | analyze_symbols.bars[0].open[0]
          """)
  void whatIsWrongIsRefusedWithTheFieldNamed(String text, String field) {
    assertThat(parse(text))
        .isInstanceOfSatisfying(
            Parsed.Refused.class, refused -> assertThat(refused.field()).isEqualTo(field));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {"type":"buy","request_id":"7"}                      | 7
          {"request_id":"7"}                                   | 7
          {"request_id":"7","type":"ping","x":[[{"y":1}]]}     | 7
          {"type":"ping","x":1,"request_id":"7"}               | 7
          {"request_id":"7","type":"ping"                      | 7
          {"request_id":7,"type":"ping"}                       | ``
          {"request_id":"\\udc00","type":"ping"}               | ``
          """)
  void theRequestIdOfABadRequestIsSalvaged(String text, String requestId) {
    assertThat(parse(text))
        .isInstanceOfSatisfying(
            Parsed.Refused.class, refused -> assertThat(refused.requestId()).isEqualTo(requestId));
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "{\"type\":\"ping\",\"x\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";

    assertThat(parse(deep)).isInstanceOf(Parsed.Refused.class);
  }

  @Test
  void aCallHasMapsBytesLengthsAndNumbersThatAreNone() {
    assertThat(
            parse(
                "{\"type\":\"call\",\"request_id\":\"7\",\"timeout\":\"1.5s\",\"submit_task\":{\"kind\":\"echo\","
                    + "\"payload\":\"aGk=\",\"labels\":{\"team\":\"a\"},\"run_at\":\"2026-11-22T10:00:00Z\"}}"))
        .isEqualTo(
            new Parsed.Read(
                ConnectRequest.newBuilder()
                    .setCall(
                        Call.newBuilder()
                            .setRequestId("7")
                            .setTimeout(Duration.newBuilder().setSeconds(1).setNanos(500_000_000))
                            .setSubmitTask(
                                SubmitTaskRequest.newBuilder()
                                    .setKind("echo")
                                    .setPayload(ByteString.copyFromUtf8("hi"))
                                    .putLabels("team", "a")
                                    .setRunAt(Timestamp.newBuilder().setSeconds(1_795_341_600))))
                    .build()));
    assertThat(
            parse(
                "{\"type\":\"call\",\"analyze_symbols\":{\"bars\":[{\"close\":[1,\"NaN\"]}],"
                    + "\"indicators\":[{\"id\":\"sma\",\"params\":{\"period\":3}}],\"start_time\":null}}"))
        .isEqualTo(
            new Parsed.Read(
                ConnectRequest.newBuilder()
                    .setCall(
                        Call.newBuilder()
                            .setAnalyzeSymbols(
                                AnalyzeSymbolsRequest.newBuilder()
                                    .addBars(
                                        BarColumns.newBuilder().addClose(1).addClose(Double.NaN))
                                    .addIndicators(
                                        IndicatorSpec.newBuilder()
                                            .setId("sma")
                                            .putParams("period", 3))))
                    .build()));
  }

  @Test
  void aLongNameIsCutInTheAnswer() {
    assertThat(parse("{\"type\":\"ping\",\"" + "\uD83D\uDE00".repeat(10_000) + "\":1}"))
        .isInstanceOfSatisfying(
            Parsed.Refused.class, refused -> assertThat(refused.field()).hasSizeBetween(1, 128));
  }

  @Test
  void aRandomlyDamagedRequestNeverThrows() {
    String right =
        "{\"type\":\"subscribe\",\"request_id\":\"2\",\"symbols\":[\"BAC\"],\"delivery\":"
            + "{\"mode\":\"INTERVAL\",\"interval_ms\":250},\"resume\":{\"epoch\":\"e\","
            + "\"sequences\":{\"BAC\":1201}}}";
    Random random = new Random(7);
    String signs = "{}[]\",:0-e.\\ntrue\u0000\uD800 ";

    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder(right);
      for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
        text.setCharAt(random.nextInt(text.length()), signs.charAt(random.nextInt(signs.length())));
      }
      assertThat(parse(text.toString())).as(text.toString()).isNotNull();
    }
  }

  private static Parsed parse(String text) {
    return JsonMessages.parse(text, ConnectRequest.newBuilder());
  }
}
