package io.finstage.server.api;

import io.finstage.proto.v1.Delivery;
import io.finstage.proto.v1.Resume;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Subscribed;
import io.finstage.proto.v1.Subscription;
import io.finstage.proto.v1.Unsubscribe;
import io.finstage.proto.v1.Unsubscribed;
import io.finstage.server.alerts.Alerts;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Subscriber;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The channel {@code alerts} of one conversation: all of them, or none. At most {@value
 * #WAITING_MAX} updates wait to be written, then the client is a slow consumer. One thread at a
 * time asks; any thread may close.
 */
final class AlertChannel {

  /** Name of the channel. */
  static final String NAME = "alerts";

  private static final int WAITING_MAX = 1000;

  private static final Delivery EVERY = Delivery.newBuilder().setMode(Delivery.Mode.EVERY).build();

  private final Alerts alerts;
  private final Subscriber subscriber;
  private @Nullable AutoCloseable watch;
  private boolean over;

  AlertChannel(Alerts alerts, Subscriber subscriber) {
    this.alerts = alerts;
    this.subscriber = subscriber;
  }

  /** Subscribes, anew where it was; answers, then tells; or says why not, and changes nothing. */
  Optional<Refusal> subscribe(Subscribe request) throws InterruptedException {
    Optional<Refusal> wrong = refusal(request);
    if (wrong.isPresent()) {
      return wrong;
    }
    boolean snapshot = !request.hasSnapshot() || request.getSnapshot();
    end();
    Subscribed.Builder answer =
        Subscribed.newBuilder()
            .setRequestId(request.getRequestId())
            .setChannel(NAME)
            .setDelivery(EVERY);
    AlertTelling telling =
        new AlertTelling(
            snapshot,
            WAITING_MAX,
            subscriber::post,
            () -> subscriber.close(CloseReason.SLOW_CONSUMER));
    Optional<AutoCloseable> begun = alerts.watch(telling);
    if (begun.isEmpty()) {
      return Optional.of(full());
    }
    keep(begun.get());
    subscriber.answer(
        new Event.Answer(
            request.getRequestId(), StreamEvent.newBuilder().setSubscribed(answer).build()));
    telling.begin();
    return Optional.empty();
  }

  /** Ends the subscription and answers, whether there was one or not; or says why not. */
  Optional<Refusal> unsubscribe(Unsubscribe request) throws InterruptedException {
    TaskFields fields = new TaskFields();
    plain(
        request.getSymbolsCount()
            + request.getIndicatorsCount()
            + request.getTaskIdsCount()
            + request.getLabelsCount(),
        request.getInterval(),
        request.getClosedOnly(),
        fields);
    Optional<Refusal> wrong = fields.refusal();
    if (wrong.isPresent()) {
      return wrong;
    }
    end();
    Unsubscribed.Builder answer =
        Unsubscribed.newBuilder().setRequestId(request.getRequestId()).setChannel(NAME);
    subscriber.answer(
        new Event.Answer(
            request.getRequestId(), StreamEvent.newBuilder().setUnsubscribed(answer).build()));
    return Optional.empty();
  }

  /** A line where it is subscribed. */
  synchronized List<Subscription> lines() {
    return watch == null
        ? List.of()
        : List.of(Subscription.newBuilder().setChannel(NAME).setDelivery(EVERY).build());
  }

  /** The conversation is over, now and from now on. */
  void close() {
    synchronized (this) {
      over = true;
    }
    end();
  }

  private Refusal full() {
    return TaskRefusals.watched("alerts.watchers-max", alerts.config().watchersMax());
  }

  private void keep(AutoCloseable begun) {
    synchronized (this) {
      watch = begun;
      if (!over) {
        return;
      }
    }
    end();
  }

  /** Not under a lock: alerts may be telling something at this moment. */
  private void end() {
    AutoCloseable ended;
    synchronized (this) {
      ended = watch;
      watch = null;
    }
    if (ended != null) {
      try {
        ended.close();
      } catch (Exception e) {
        throw new IllegalStateException("a watch that cannot be ended", e);
      }
    }
  }

  private static Optional<Refusal> refusal(Subscribe it) {
    TaskFields fields = new TaskFields();
    plain(
        it.getSymbolsCount() + it.getIndicatorsCount() + it.getTaskIdsCount() + it.getLabelsCount(),
        it.getInterval(),
        it.getClosedOnly(),
        fields);
    if (it.getDelivery().getMode() != Delivery.Mode.MODE_UNSPECIFIED
        && it.getDelivery().getMode() != Delivery.Mode.EVERY) {
      fields.add("delivery.mode", "must be EVERY or absent with alerts");
    }
    if (!it.getResume().equals(Resume.getDefaultInstance())) {
      fields.add("resume", "must be absent with alerts: a snapshot says it all");
    }
    return fields.refusal();
  }

  private static void plain(int named, String interval, boolean closedOnly, TaskFields fields) {
    if (named > 0) {
      fields.add("symbols", "must be empty with alerts, as indicators, task_ids and labels");
    }
    if (!interval.isEmpty()) {
      fields.add("interval", "must be absent with alerts");
    }
    if (closedOnly) {
      fields.add("closed_only", "must be false with alerts");
    }
  }
}
