package io.finstage.server.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The topics that are open because somebody listens, or did until a moment ago, so that who comes
 * back finds what it missed. At most a fixed number of them. Thread-safe; the lock is held for a
 * few instructions and never while something is published, because shards take it.
 *
 * <p>A topic that was closed and is opened again goes on with higher sequences than any closed one
 * ever had, and leaves one out. So a client that resumes with a sequence of the life before is
 * always recognised, and no sequence has to be remembered per topic.
 */
final class OpenTopics {

  /** What the source of a topic is to be told. */
  record Notice(Topic topic, boolean opened) {}

  private final ConcurrentMap<Topic, TopicLog> logs = new ConcurrentHashMap<>();

  /**
   * Two per topic at the most, between two turns of {@link TopicKeeper}: it waits for the linger
   * time before it closes one.
   */
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();

  private final int topicsMax;
  private final int ringMax;
  private final long lingerNanos;
  private volatile Runnable waker = () -> {};
  private long nextBase;

  OpenTopics(HubConfig.OnDemand config) {
    this.topicsMax = config.topicsMax();
    this.ringMax = config.ringMax();
    this.lingerNanos = config.linger().toNanos();
  }

  /** Called after there is a notice. */
  void wakeWith(Runnable waker) {
    this.waker = waker;
  }

  int topicsMax() {
    return topicsMax;
  }

  int size() {
    return logs.size();
  }

  /** The log of {@code topic}; null when it is not open. */
  @Nullable TopicLog get(Topic topic) {
    return logs.get(topic);
  }

  /**
   * Opens what is not open yet, all or nothing; what nobody {@linkplain #listen listens to} within
   * the linger time is closed again.
   *
   * @return whether there was room
   */
  synchronized boolean openAll(Collection<Topic> topics, long nowNanos) {
    Set<Topic> missing = new LinkedHashSet<>(topics);
    missing.removeIf(logs::containsKey);
    if (logs.size() + missing.size() > topicsMax) {
      return false;
    }
    topics.forEach(topic -> open(topic).idleSinceNanos = nowNanos);
    return true;
  }

  /** A shard has its first subscriber of {@code topic}. */
  synchronized TopicLog listen(Topic topic, long nowNanos) {
    TopicLog log = open(topic);
    log.listeners++;
    log.idleSinceNanos = nowNanos;
    return log;
  }

  /** The last subscriber of a shard has left {@code log}. */
  synchronized void leave(TopicLog log, long nowNanos) {
    log.listeners--;
    log.idleSinceNanos = nowNanos;
  }

  /** Closes what nobody has listened to for the linger time. */
  synchronized void closeIdle(long nowNanos) {
    List<TopicLog> idle = new ArrayList<>();
    for (TopicLog log : logs.values()) {
      if (log.listeners == 0 && nowNanos - log.idleSinceNanos >= lingerNanos) {
        idle.add(log);
      }
    }
    for (TopicLog log : idle) {
      logs.remove(log.topic());
      // One is left out, and one may be given by a publisher that has the log in its hands.
      nextBase = Math.max(nextBase, log.sequence() + 1);
      notices.add(new Notice(log.topic(), false));
    }
  }

  /** The next notice, in the order of what happened; null when there is none. */
  @Nullable Notice poll() {
    return notices.poll();
  }

  boolean hasNotice() {
    return !notices.isEmpty();
  }

  private TopicLog open(Topic topic) {
    TopicLog known = logs.get(topic);
    if (known != null) {
      return known;
    }
    TopicLog log = new TopicLog(topic, ringMax, nextBase);
    logs.put(topic, log);
    notices.add(new Notice(topic, true));
    waker.run();
    return log;
  }
}
