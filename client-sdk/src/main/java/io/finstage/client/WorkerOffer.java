package io.finstage.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a worker is to lend to the queue. Begin with {@link FinstageClient#worker}; each setting
 * gives a new offer. Immutable.
 *
 * <pre>{@code
 * Worker worker = client.worker("pricer").handle("price-bonds", ctx -> price(ctx.payload())).slots(8).start();
 * }</pre>
 */
public final class WorkerOffer {

  /** Slots of one worker. */
  public static final int SLOTS_MAX = 1000;

  /** Kinds of one worker. */
  public static final int KINDS_MAX = 100;

  private final String name;
  private final Map<String, TaskHandler> handlers;
  private final int slots;
  private final Duration drainTime;
  private final Function<WorkerOffer, Worker> starter;

  private WorkerOffer(
      String name,
      Map<String, TaskHandler> handlers,
      int slots,
      Duration drainTime,
      Function<WorkerOffer, Worker> starter) {
    this.name = name;
    this.handlers = handlers;
    this.slots = slots;
    this.drainTime = drainTime;
    this.starter = starter;
  }

  static WorkerOffer of(String name, Function<WorkerOffer, Worker> starter) {
    if (name.isEmpty() || name.length() > 64) {
      throw new IllegalArgumentException("a worker's name must have 1 to 64 characters: " + name);
    }
    return new WorkerOffer(name, Map.of(), 1, Duration.ofSeconds(30), starter);
  }

  /**
   * Also tasks of this kind.
   *
   * @throws IllegalArgumentException when the kind has a handler, or there are {@value #KINDS_MAX}
   */
  public WorkerOffer handle(String kind, TaskHandler handler) {
    Map<String, TaskHandler> more = new HashMap<>(handlers);
    if (more.put(kind, handler) != null || more.size() > KINDS_MAX) {
      throw new IllegalArgumentException(
          "one handler per kind, and up to " + KINDS_MAX + " kinds: not another for " + kind);
    }
    return new WorkerOffer(name, Map.copyOf(more), slots, drainTime, starter);
  }

  /**
   * How many tasks it runs at a time; 1 when not said.
   *
   * @param count 1 to {@value #SLOTS_MAX}
   */
  public WorkerOffer slots(int count) {
    if (count < 1 || count > SLOTS_MAX) {
      throw new IllegalArgumentException("slots must be 1 to " + SLOTS_MAX + ", not " + count);
    }
    return new WorkerOffer(name, handlers, count, drainTime, starter);
  }

  /** How long {@link Worker#close} waits for tasks that run; 30 s when not said. */
  public WorkerOffer drainTime(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("drainTime must not be negative: " + time);
    }
    return new WorkerOffer(name, handlers, slots, time, starter);
  }

  /**
   * Begins to work, as soon as there is a connection. Returns at once.
   *
   * @throws IllegalStateException without a handler, or when {@value FinstageClient#OPEN_MAX} are
   *     open already
   */
  public Worker start() {
    if (handlers.isEmpty()) {
      throw new IllegalStateException("worker " + name + " has no handler");
    }
    return starter.apply(this);
  }

  String name() {
    return name;
  }

  Map<String, TaskHandler> handlers() {
    return handlers;
  }

  int slots() {
    return slots;
  }

  Duration drainTime() {
    return drainTime;
  }
}
