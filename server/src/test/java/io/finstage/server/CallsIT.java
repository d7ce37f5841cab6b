package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.server.api.ws.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An analysis of tens of megabytes, asked inside a conversation whose client does not read. */
@Timeout(60)
class CallsIT {

  private static final String UNREAD = "finstage_analysis_unread";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int SYMBOLS = 30;
  private static final int BARS = 700;
  private static final int INDICATORS = 50;

  private final RunningServer server =
      RunningServer.start(
          Map.of("websocket.message-bytes-max", "1MiB", "hub.slow-consumer-grace", "30s"));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anAnalysisWaitsForItsReaderAndEndsWithItsConnection() throws IOException {
    RawClient deaf = RawClient.openNarrow(server.port());
    deaf.say(analysis());
    await().atMost(SOON).until(() -> server.sample(UNREAD) == 1);

    deaf.drop();
    await().atMost(SOON).until(() -> server.sample(UNREAD) == 0);
  }

  @Test
  void anAnalysisThatIsCancelledEndsThoughNobodyReads() throws IOException {
    try (RawClient slow = RawClient.open(server.port())) {
      slow.say(analysis());
      await().atMost(SOON).until(() -> server.sample(UNREAD) == 1);
      slow.say("{\"type\":\"cancel_call\",\"request_id\":\"1\"}");
      await().atMost(SOON).until(() -> server.sample(UNREAD) == 0);

      assertThat(slow.text("\"code\":\"CANCELLED\"")).contains("\"request_id\":\"1\"");
      slow.say("{\"type\":\"call\",\"request_id\":\"1\",\"list_indicators\":{}}");
      assertThat(slow.text("\"type\":\"reply\"")).contains("\"last\":true");
    }
  }

  /** About 2 MB of JSON for each symbol. */
  private static String analysis() {
    String prices =
        IntStream.range(0, BARS).mapToObj(i -> "1.0" + i % 97).collect(Collectors.joining(","));
    String times =
        IntStream.range(0, BARS).mapToObj(i -> 1 + i + "0000").collect(Collectors.joining(","));
    String bars =
        IntStream.range(0, SYMBOLS)
            .mapToObj(i ->
                ("{'symbol':'S"
                        + i
                        + "','open_time_ms':[TIMES],'open':[PRICES],'high':[PRICES],"
                        + "'low':[PRICES],'close':[PRICES],'volume':[PRICES]}")
                    .replace("TIMES", times)
                    .replace("PRICES", prices))
            .collect(Collectors.joining(","));
    String indicators =
        IntStream.range(0, INDICATORS)
            .mapToObj(i -> "{'id':'bbands(" + (10 + i) + ",2)'}")
            .collect(Collectors.joining(","));
    return ("{'type':'call','request_id':'1','analyze_symbols':{'output':{'mode':'FULL'},'bars':["
            + bars
            + "],'indicators':["
            + indicators
            + "]}}")
        .replace('\'', '"');
  }
}
