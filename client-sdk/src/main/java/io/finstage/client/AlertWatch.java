package io.finstage.client;

import io.finstage.proto.v1.WatchAlertsRequest;
import io.finstage.proto.v1.WatchAlertsResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A running watch of alerts, over connections that break, with a daemon thread that ends with it.
 * Thread-safe.
 */
public final class AlertWatch implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(AlertWatch.class.getName());
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final Link link;
  private final ClientOptions options;
  private final RandomGenerator random;
  private final Pacer pacer;
  private final WatchAlertsRequest request;
  private final AlertListener listener;
  private final WatchThread thread;
  private int attempt;

  AlertWatch(
      Link link,
      ClientOptions options,
      RandomGenerator random,
      Pacer pacer,
      WatchAlertsRequest request,
      AlertListener listener,
      Consumer<AlertWatch> onClose) {
    this.link = link;
    this.options = options;
    this.random = random;
    this.pacer = pacer;
    this.request = request;
    this.listener = listener;
    this.thread =
        new WatchThread(
            "finstage-alert-watch", this::watch, () -> onClose.accept(this), listener::onEnd);
  }

  void start() {
    thread.start();
  }

  /** Ends it; the listener is told nothing more but the end. Any number of calls; never blocks. */
  @Override
  public void close() {
    thread.close();
  }

  private void watch() throws InterruptedException {
    while (!thread.isClosed()) {
      follow();
      pacer.pause(options.backoff().delay(++attempt, random));
    }
  }

  /** One stream; returns when another may do better. */
  private void follow() {
    // A stream that is not read to its end has to be cancelled.
    Context.CancellableContext context = Context.current().withCancellation();
    Context before = context.attach();
    try {
      Iterator<WatchAlertsResponse> told =
          link.operationsBlockingStub(FOR_EVER).watchAlerts(request);
      while (!thread.isClosed() && told.hasNext()) {
        attempt = 0;
        tell(told.next());
      }
    } catch (StatusRuntimeException e) {
      FinstageException error = ErrorReader.read(e);
      if (!error.code().isRetryable()) {
        throw error;
      }
    } finally {
      context.detach(before);
      context.close();
    }
  }

  private void tell(WatchAlertsResponse response) {
    List<Alert> alerts = response.getAlertsList().stream().map(AlertsWire::alert).toList();
    try {
      listener.onAlerts(response.getSnapshot(), alerts);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "the listener failed on alerts", e);
    }
  }
}
