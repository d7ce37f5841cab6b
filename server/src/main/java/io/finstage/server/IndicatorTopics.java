package io.finstage.server;

import io.finstage.server.analysis.LiveConfig;
import io.finstage.server.analysis.LiveIndicators;
import io.finstage.server.analysis.LiveListener;
import io.finstage.server.analysis.SignalEvent;
import io.finstage.server.api.TopicState;
import io.finstage.server.bars.Bars;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Channel;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.hub.Topic;
import io.finstage.server.hub.TopicSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The channel of indicators: what they, and signals, come to over bars as they change. Thread-safe.
 *
 * <pre>
 *   Bars --changed--> LiveIndicators --Publisher--> hub
 * </pre>
 */
final class IndicatorTopics implements TopicSource, AutoCloseable {

  private final PriceHub hub;
  private final Bars bars;
  private final LiveIndicators<Topic> live;

  /** Tells the hub. Nobody may be listening any more: then it goes nowhere. */
  private record Publisher(PriceHub hub) implements LiveListener<Topic> {

    @Override
    public void values(
        Topic topic,
        boolean opening,
        Instant openAt,
        boolean closed,
        boolean warmingUp,
        List<String> outputs,
        double[] values,
        Instant receivedAt) {
      TopicState state = new TopicState.OfIndicator(openAt, closed, warmingUp, outputs, values);
      publish(topic, opening, state, receivedAt);
    }

    @Override
    public void signal(Topic topic, boolean opening, SignalEvent event, Instant receivedAt) {
      TopicState state =
          new TopicState.OfSignal(
              event.rule().kind().name(),
              Instant.ofEpochMilli(event.openAtMillis()),
              event.values());
      publish(topic, opening, state, receivedAt);
    }

    private void publish(Topic topic, boolean opening, TopicState state, Instant receivedAt) {
      if (opening) {
        hub.publishState(topic, state, receivedAt);
      } else {
        hub.publish(topic, state, receivedAt);
      }
    }
  }

  IndicatorTopics(PriceHub hub, Bars bars, LiveConfig config, InstantSource clock) {
    this.hub = hub;
    this.bars = bars;
    this.live = new LiveIndicators<>(config, new BarHistory(bars), new Publisher(hub), clock);
  }

  /** Before anybody subscribes. */
  void start() {
    hub.serve(Channel.INDICATORS, this);
    bars.watch(change ->
        live.changed(
            change.symbol(),
            change.interval(),
            change.bar(),
            change.closed(),
            change.receivedAt()));
    live.start();
  }

  /** Topics that are open. */
  long topics() {
    return live.topics();
  }

  /** Values computed. */
  long evaluations() {
    return live.evaluations();
  }

  @Override
  public void opened(Topic topic) {
    if (topic.aspect() instanceof Aspect.Indicator it) {
      live.open(topic, topic.symbol(), it.interval(), it.text(), it.closedOnly());
    }
  }

  @Override
  public void closed(Topic topic) {
    if (topic.aspect() instanceof Aspect.Indicator it) {
      live.close(topic.symbol(), it.interval(), it.text(), it.closedOnly());
    }
  }

  /** Nothing is computed any more. */
  @Override
  public void close() {
    live.close();
  }
}
