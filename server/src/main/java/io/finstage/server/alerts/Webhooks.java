package io.finstage.server.alerts;

import com.google.gson.JsonObject;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.Payload;
import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.TaskContext;
import io.finstage.server.tasks.TaskHandler;
import io.finstage.server.tasks.TaskKind;
import io.finstage.server.tasks.TaskPriority;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Tells receivers over HTTP: the handler of the built-in kind of task {@code webhook}. So the queue
 * keeps what is to be told, tries it again, and holds it to its time. Thread-safe.
 *
 * <p>Anybody may submit a task of this kind. What is told is signed when it is submitted, by who
 * has the secret, and a task whose signature is none of ours is not sent; nor is one to a host that
 * the configuration does not name. Redirects are not followed, and of an answer only the status is
 * read: a receiver can neither lead this server elsewhere nor fill its memory.
 */
public final class Webhooks implements TaskHandler {

  /** Header with the signature, as in {@code sha256=5f2b...}; absent where there is no secret. */
  public static final String SIGNATURE_HEADER = "Finstage-Signature-256";

  private static final System.Logger LOG = System.getLogger(Webhooks.class.getName());

  /** How long the queue waits longer than the request does. */
  private static final Duration SPARE = Duration.ofSeconds(5);

  /** Statuses that are not for good: RFC 9110, 6585, 8470. */
  private static final Set<Integer> TRY_AGAIN = Set.of(408, 425, 429);

  private static final int SUCCESS = 2;
  private static final int SERVER_ERROR = 5;
  private static final int CLASS = 100;

  private final AlertsConfig.Webhooks config;
  private final WebhookHosts hosts;
  private final WebhookSeal seal;
  private final NotificationCounts counts = new NotificationCounts();
  private final HttpClient client;

  public Webhooks(AlertsConfig.Webhooks config) {
    this.config = config;
    this.hosts = new WebhookHosts(config.hosts());
    this.seal = new WebhookSeal(config.secret());
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.timeout())
            .build();
  }

  /** What the queue knows it by. */
  public TaskKind kind() {
    return TaskKind.builtIn(
        "webhook", "tells a receiver of an alert; submitted by alerts", config.concurrencyMax());
  }

  NotificationCounts counts() {
    return counts;
  }

  AlertsConfig.Webhooks config() {
    return config;
  }

  /** The task that tells a receiver. */
  Submission submission(Notification it) {
    JsonObject payload = new JsonObject();
    payload.addProperty("url", it.url());
    payload.addProperty("body", it.body());
    payload.addProperty("signature", seal.of(it.body()));
    return new Submission(
        kind().name(),
        Submission.QUEUE,
        Bytes.utf8(payload.toString()),
        TaskPriority.HIGH,
        config.attemptsMax(),
        config.timeout().plus(SPARE),
        Optional.empty(),
        it.requestId(),
        Map.of("alert", Long.toString(it.alert()), "rule", it.rule()));
  }

  @Override
  public Bytes run(TaskContext context) throws Exception {
    Payload payload = Payload.of(context.payload());
    String url = payload.text("url").orElse("");
    String body = payload.text("body").orElse("");
    String signature = payload.text("signature").orElse("");
    payload.end(context.kind());
    try {
      return tell(url, body, signature);
    } catch (InterruptedException e) {
      // Cancelled, or the server ends: then the attempt does not count.
      throw e;
    } catch (Exception e) {
      if (e instanceof FailedForGoodException || context.isLastAttempt()) {
        giveUp(Telling.of(url, body), context, e);
      }
      throw e;
    }
  }

  private Bytes tell(String url, String body, String signature) throws Exception {
    Optional<String> wrong = hosts.complaint(url);
    if (wrong.isPresent()) {
      throw Payload.wrong("url", wrong.get());
    }
    if (!seal.fits(body, signature)) {
      throw Payload.wrong("signature", "must be that of alerts.webhook-secret");
    }
    try {
      int status = post(url, body, signature);
      if (status / CLASS == SUCCESS) {
        counts.add(NotificationOutcome.DELIVERED);
        return Bytes.utf8("{\"status\":" + status + "}");
      }
      if (status / CLASS == SERVER_ERROR || TRY_AGAIN.contains(status)) {
        throw new IOException("the receiver answered " + status);
      }
      throw new FailedForGoodException("the receiver answered " + status);
    } catch (Exception e) {
      counts.add(NotificationOutcome.ATTEMPT_FAILED);
      throw e;
    }
  }

  private void giveUp(Telling what, TaskContext context, Exception why) {
    counts.add(NotificationOutcome.GIVEN_UP);
    LOG.log(
        Level.WARNING,
        "a webhook was given up at attempt {0} of task {1}: {2}: {3}",
        context.attempt(),
        Long.toString(context.id()),
        what,
        why.getMessage());
  }

  /** The status of the answer. */
  private int post(String url, String body, String signature)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(config.timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", "finstage")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!signature.isEmpty()) {
      request.header(SIGNATURE_HEADER, "sha256=" + signature);
    }
    try {
      HttpResponse<Boolean> response = client.send(request.build(), info -> new Unread());
      return response.statusCode();
    } catch (ConnectException e) {
      throw unreached(url, e);
    }
  }

  /** Java's client says neither who could not be reached nor, mostly, why. */
  private static ConnectException unreached(String url, ConnectException e) {
    String receiver = Telling.receiver(url);
    String why = "connection refused by " + receiver;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        why = "no address is known for " + receiver;
      } else if (cause.getMessage() != null) {
        why = cause.getMessage() + ": " + receiver;
      }
    }
    ConnectException told = new ConnectException(why);
    told.initCause(e);
    return told;
  }

  /** Takes nothing of an answer's body; what is unread ends with the connection. */
  private static final class Unread implements BodySubscriber<Boolean> {

    private final CompletableFuture<Boolean> done = CompletableFuture.completedFuture(true);

    @Override
    public CompletionStage<Boolean> getBody() {
      return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> item) {}

    @Override
    public void onError(Throwable throwable) {}

    @Override
    public void onComplete() {}
  }
}
