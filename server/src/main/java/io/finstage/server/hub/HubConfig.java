package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import java.time.Duration;
import java.util.Set;

/**
 * Limits of the hub; conf/application.yaml says what each is for.
 *
 * @param shards loops that share the subscribers among them
 * @param queueMax ticks and requests that wait for one loop; full: who offers waits
 * @param mailboxMax updates that wait for one subscriber; full: a gap
 * @param ringMax updates kept per symbol for a resume
 * @param symbolsMax symbols known; full: a tick of a new one is refused
 * @param symbolsPerConnectionMax symbols one connection may subscribe to
 * @param subscribersMax conversations at a time; full: a new one is refused
 * @param drainBytesMax bytes gathered for one write
 * @param heartbeatInterval silence after which a heartbeat is sent
 * @param slowConsumerGrace how long a mailbox may stay full
 * @param closeTimeout how long a goodbye may take
 * @param universe the only symbols there are; empty: any
 * @param onDemand limits of what is open only while somebody listens
 */
public record HubConfig(
    int shards,
    int queueMax,
    int mailboxMax,
    int ringMax,
    int symbolsMax,
    int symbolsPerConnectionMax,
    int subscribersMax,
    int drainBytesMax,
    Duration heartbeatInterval,
    Duration slowConsumerGrace,
    Duration closeTimeout,
    Set<Symbol> universe,
    OnDemand onDemand) {

  /**
   * Limits of topics that are open only while somebody listens: bars and indicators.
   *
   * @param topicsMax topics open at a time; full: a subscription that needs another is refused
   * @param topicsPerConnectionMax topics one connection may subscribe to
   * @param ringMax updates kept per topic for a resume
   * @param linger how long a topic stays open after its last subscriber has left
   */
  public record OnDemand(int topicsMax, int topicsPerConnectionMax, int ringMax, Duration linger) {

    public OnDemand {
      atLeastOne("topics-max", topicsMax);
      atLeastOne("topics-per-connection-max", topicsPerConnectionMax);
      atLeastOne("topic-ring-max", ringMax);
      if (linger.isNegative() || linger.isZero()) {
        throw new IllegalArgumentException("hub.topic-linger must be above 0, not " + linger);
      }
    }

    /** What conf/application.yaml ships with. */
    public static OnDemand defaults() {
      return new OnDemand(50_000, 20_000, 64, Duration.ofMinutes(1));
    }
  }

  public HubConfig {
    atLeastOne("shards", shards);
    atLeastOne("queue-max", queueMax);
    atLeastOne("mailbox-max", mailboxMax);
    atLeastOne("ring-max", ringMax);
    atLeastOne("symbols-max", symbolsMax);
    atLeastOne("symbols-per-connection-max", symbolsPerConnectionMax);
    atLeastOne("subscribers-max", subscribersMax);
    atLeastOne("drain-bytes-max", drainBytesMax);
    universe = Set.copyOf(universe);
  }

  /** What conf/application.yaml ships with. */
  public static HubConfig defaults() {
    return new HubConfig(
        1,
        4096,
        4096,
        1024,
        10_000,
        1000,
        20_000,
        16_384,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(3),
        Set.of(),
        OnDemand.defaults());
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("hub." + name + " must be at least 1, not " + value);
    }
  }
}
