package io.finstage.server.hub;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Tells the sources which topics were opened and closed, and closes those nobody listens to. */
final class TopicKeeper implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(TopicKeeper.class.getName());

  /** Looks for idle topics within the linger time. */
  private static final int LOOKS = 10;

  private final OpenTopics topics;
  private final InstantSource clock;
  private final long periodNanos;
  private final Map<Channel, TopicSource> sources = new EnumMap<>(Channel.class);
  private final Thread thread;
  private volatile boolean closed;

  TopicKeeper(OpenTopics topics, HubConfig.OnDemand config, InstantSource clock) {
    this.topics = topics;
    this.clock = clock;
    this.periodNanos = config.linger().toNanos() / LOOKS;
    this.thread = Thread.ofVirtual().name("hub-topics").unstarted(this::run);
    topics.wakeWith(() -> LockSupport.unpark(thread));
  }

  void start() {
    thread.start();
  }

  void serve(Channel channel, TopicSource source) {
    synchronized (sources) {
      sources.put(channel, source);
    }
  }

  @Nullable TopicSource source(Channel channel) {
    synchronized (sources) {
      return sources.get(channel);
    }
  }

  /** Closes what is idle and passes on what happened. */
  void turn(long nowNanos) {
    topics.closeIdle(nowNanos);
    OpenTopics.Notice notice = topics.poll();
    while (notice != null) {
      pass(notice);
      notice = topics.poll();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      turn(Nanos.of(clock.instant()));
      if (!topics.hasNotice() && !closed) {
        LockSupport.parkNanos(this, periodNanos);
      }
    }
  }

  /** A fault of one source, or in one topic, is not to hold up the others. */
  private void pass(OpenTopics.Notice notice) {
    Topic topic = notice.topic();
    TopicSource source = source(topic.aspect().channel());
    if (source == null) {
      return;
    }
    try {
      if (notice.opened()) {
        source.opened(topic);
      } else {
        source.closed(topic);
      }
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "the source of topic " + topic + " failed", e);
    }
  }
}
