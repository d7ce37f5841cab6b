package io.finstage.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.RecordingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against receivers of every manner, over real connections. */
class WebhooksTest {

  private static final String SECRET = "not to be guessed";
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final Receiver receiver = Receiver.answering(200);
  private final Webhooks webhooks = webhooks(SECRET, List.of("localhost"));

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void aReceiverIsToldOfTheAlertWithASignatureThatItCanCheck() throws Exception {
    run(webhooks, receiver.url());

    Receiver.Heard heard = receiver.heard().getFirst();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String expected =
        HexFormat.of().formatHex(mac.doFinal(heard.body().getBytes(StandardCharsets.UTF_8)));
    assertThat(heard.headers())
        .containsEntry("finstage-signature-256", "sha256=" + expected)
        .containsEntry("content-type", "application/json");
    assertThat(heard.body())
        .contains("\"rule\":\"high\"", "\"state\":\"FIRING\"", "\"subject\":\"SPY\"");
    assertThat(webhooks.counts().read()).containsEntry(NotificationOutcome.DELIVERED, 1L);
  }

  @Test
  void withoutASecretNothingIsSigned() throws Exception {
    run(webhooks("", List.of("localhost")), receiver.url());

    assertThat(receiver.heard().getFirst().headers()).doesNotContainKey("finstage-signature-256");
  }

  @Test
  void aTaskThatSomebodyElseMadeUpIsNotSent() {
    String forged = "{\"url\":\"" + receiver.url() + "\",\"body\":\"{}\",\"signature\":\"00ff\"}";

    assertThatThrownBy(() -> webhooks.run(RecordingContext.of("webhook", forged)))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageContaining("signature");
    assertThat(receiver.heard()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/",
        "http://127.0.0.1/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "http://user@localhost/",
        "http://localhost.evil.example/",
        "not a url",
        ""
      })
  void onlyHostsThatAreListedAreSpokenTo(String url) {
    assertThatThrownBy(() -> run(webhooks, url))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageContaining("url");
  }

  @Test
  void aPortThatIsListedIsTheOnlyOne() {
    WebhookHosts hosts = new WebhookHosts(List.of("localhost:8443"));

    assertThat(hosts.complaint("https://localhost:8443/")).isEmpty();
    assertThat(hosts.complaint("https://localhost/")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 410, 301, 307})
  void anAnswerThatWillNotChangeIsForGood(int status) {
    receiver.set(
        Receiver.text(
            "HTTP/1.1 "
                + status
                + " No\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\n\r\n"));

    assertThatThrownBy(() -> run(webhooks, receiver.url()))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessage("the receiver answered " + status);
    assertThat(receiver.heard()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 408, 425, 429})
  void anAnswerThatMayChangeIsTriedAgain(int status) {
    receiver.set(Receiver.status(status));

    assertThatThrownBy(() -> run(webhooks, receiver.url()))
        .isInstanceOf(IOException.class)
        .hasMessage("the receiver answered " + status);
    assertThat(webhooks.counts().read()).containsEntry(NotificationOutcome.ATTEMPT_FAILED, 1L);
  }

  @Test
  void aReceiverThatHangsIsLeftWhenItsTimeIsOver() {
    receiver.hanging();

    assertThatThrownBy(() -> run(webhooks, receiver.url()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("timed out");
  }

  @Test
  void aReceiverThatReturnsGarbageIsTriedAgain() {
    receiver.set(Receiver.text("\u0000\u0001garbage\r\n\r\n".repeat(100)));

    assertThatThrownBy(() -> run(webhooks, receiver.url())).isInstanceOf(IOException.class);
  }

  @Test
  void aReceiverThatIsAwayIsNamed() {
    // A port that nobody is given, and nobody listens on.
    assertThatThrownBy(() -> run(webhooks, "http://localhost:1/hook"))
        .isInstanceOf(IOException.class)
        .hasMessage("connection refused by localhost:1");
  }

  @Test
  void onlyTheLastAttemptThatFailsGivesUp() {
    receiver.set(Receiver.status(503));

    assertThatThrownBy(() -> run(webhooks, receiver.url())).isInstanceOf(IOException.class);
    assertThat(webhooks.counts().read()).containsEntry(NotificationOutcome.GIVEN_UP, 0L);

    List<String> said =
        LogWatch.of(
            Webhooks.class,
            () ->
                assertThatThrownBy(() -> webhooks.run(context(webhooks, receiver.url()).last()))
                    .isInstanceOf(IOException.class));

    assertThat(webhooks.counts().read())
        .containsEntry(NotificationOutcome.ATTEMPT_FAILED, 2L)
        .containsEntry(NotificationOutcome.GIVEN_UP, 1L);
    assertThat(said)
        .singleElement()
        .asString()
        .contains("rule high, alert 7, FIRING, to " + Telling.receiver(receiver.url()))
        .contains("the receiver answered 503")
        .doesNotContain("/hook");
  }

  @Test
  void anAnswerThatWillNotChangeGivesUpAtOnce() {
    receiver.set(Receiver.status(404));

    assertThatThrownBy(() -> run(webhooks, receiver.url()))
        .isInstanceOf(FailedForGoodException.class);

    assertThat(webhooks.counts().read()).containsEntry(NotificationOutcome.GIVEN_UP, 1L);
  }

  @Test
  void whatIsGivenUpCannotBreakTheLinesOfTheLog() {
    assertThat(Telling.of("http://localhost/x", "{\"alert\":{\"rule\":\"a\\nb\"}}"))
        .hasToString("rule a b, alert ?, ?, to localhost:80");
    assertThat(Telling.of("no url", "no json")).hasToString("rule ?, alert ?, ?, to ?");
  }

  @Test
  void aRefusedHostIsShownWithItsPort() {
    assertThat(new WebhookHosts(List.of("localhost:1")).complaint("https://localhost/"))
        .hasValueSatisfying(it -> assertThat(it).contains("localhost:443"));
  }

  @Test
  void anAnswerWithoutEndIsNotRead() throws Exception {
    receiver.set(out -> {
      out.write(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = ("2000\r\n" + "x".repeat(8192) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      // Far more than any buffer between here and there; ends when the other side does.
      for (int i = 0; i < 1_000_000; i++) {
        out.write(chunk);
      }
    });

    run(webhooks, receiver.url());

    assertThat(webhooks.counts().read()).containsEntry(NotificationOutcome.DELIVERED, 1L);
  }

  private static void run(Webhooks webhooks, String url) throws Exception {
    var _ = webhooks.run(context(webhooks, url));
  }

  private static RecordingContext context(Webhooks webhooks, String url) {
    Alert alert =
        new Alert(
            7,
            "high",
            AlertSeverity.WARNING,
            AlertState.FIRING,
            "SPY",
            101,
            "SPY is at 101, above 100",
            Scene.START,
            Optional.of(Scene.START),
            Optional.empty(),
            1);
    String payload =
        webhooks
            .submission(
                new Notification(
                    "alert-1",
                    Scene.START,
                    7,
                    "high",
                    url,
                    AlertText.told(alert, Scene.rule("high", Scene.above(100)))))
            .payload()
            .text();
    return RecordingContext.of("webhook", payload);
  }

  private static Webhooks webhooks(String secret, List<String> hosts) {
    return new Webhooks(new AlertsConfig.Webhooks(5, hosts, secret, TIMEOUT, 5, 4, 10));
  }
}
