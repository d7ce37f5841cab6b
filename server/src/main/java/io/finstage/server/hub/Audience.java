package io.finstage.server.hub;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who listens to one topic within one shard. Owned by the shard. */
final class Audience {

  private static final @Nullable Subscription[] NOBODY = {};

  private final Topic topic;
  private @Nullable TopicLog log;
  private @Nullable Subscription[] members = NOBODY;
  private int size;

  /**
   * @param log null while no source has named the symbol
   */
  Audience(Topic topic, @Nullable TopicLog log) {
    this.topic = topic;
    this.log = log;
  }

  Topic topic() {
    return topic;
  }

  /** Null while no source has named the symbol. */
  @Nullable TopicLog log() {
    return log;
  }

  void goLive(TopicLog live) {
    log = live;
  }

  void add(Subscription member) {
    if (size == members.length) {
      members = Arrays.copyOf(members, Math.max(4, size * 2));
    }
    member.seat = size;
    members[size++] = member;
  }

  /**
   * The last one takes the free seat, so that leaving costs the same in an audience of any size.
   */
  void remove(Subscription member) {
    Subscription last = get(--size);
    members[member.seat] = last;
    last.seat = member.seat;
    members[size] = null;
    member.seat = -1;
  }

  int size() {
    return size;
  }

  Subscription get(int index) {
    return Objects.requireNonNull(members[index]);
  }
}
