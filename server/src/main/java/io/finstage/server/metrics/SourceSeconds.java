package io.finstage.server.metrics;

import io.finstage.server.metrics.slo.EventCounts;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Counts one event per live source each time it is asked, which is once a second: good when the
 * source is served and its newest tick was young when it came in. A replay, a source that has
 * ended, and one that nobody has started are not live. For one thread.
 */
final class SourceSeconds implements Supplier<EventCounts> {

  private final Supplier<List<FeedReading>> feeds;
  private final Duration ageMax;
  private EventCounts soFar = EventCounts.NONE;

  SourceSeconds(Supplier<List<FeedReading>> feeds, Duration ageMax) {
    this.feeds = feeds;
    this.ageMax = ageMax;
  }

  @Override
  public EventCounts get() {
    for (FeedReading feed : feeds.get()) {
      soFar = soFar.plus(second(feed));
    }
    return soFar;
  }

  private EventCounts second(FeedReading feed) {
    return switch (feed.state()) {
      case EMITTING -> {
        // The door for other programs and a replay have no age.
        boolean old = feed.sourceAge().filter(age -> age.compareTo(ageMax) > 0).isPresent();
        yield feed.sourceAge().isEmpty() ? EventCounts.NONE : new EventCounts(1, old ? 1 : 0);
      }
      case CONNECTING, MUTE, BACKING_OFF, FAILED -> new EventCounts(1, 1);
      case WAITING_FOR_SUBSCRIBER, FINISHED, CLOSED -> EventCounts.NONE;
    };
  }
}
