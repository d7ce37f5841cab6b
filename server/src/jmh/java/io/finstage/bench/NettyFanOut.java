package io.finstage.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes each tick to the channels of its symbol, on the event loop. The ticker waits while {@value
 * #QUEUE_MAX} ticks wait for the loop. A channel that is not writable (64 KB unsent) misses the
 * tick; under saturation, when most of them are not writable, the loop waits a millisecond for the
 * readers instead of spending its time on ticks that nobody gets.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a void promise tells nobody; the channel is closed on errors
final class NettyFanOut {

  private static final int QUEUE_MAX = 1024;
  private static final int DRAIN_MAX = 512;
  private static final long FULL_NANOS = 200_000;

  private final EventLoop loop;
  private final boolean coalesced;
  private final boolean saturating;
  private final ArrayBlockingQueue<BenchTick> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final AtomicInteger subscriptions = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final List<List<Channel>> subscribers = new ArrayList<>();

  /**
   * @param coalesced whether a channel is flushed once for all ticks that are ready
   */
  NettyFanOut(EventLoop loop, int symbols, boolean coalesced, boolean saturating) {
    this.loop = loop;
    this.coalesced = coalesced;
    this.saturating = saturating;
    for (int i = 0; i < symbols; i++) {
      subscribers.add(new ArrayList<>());
    }
  }

  /** On the event loop. */
  void subscribe(int symbol, Channel channel) {
    subscriptions.incrementAndGet();
    subscribers.get(symbol).add(channel);
  }

  /** On the event loop. */
  void forget(Channel channel) {
    subscribers.forEach(channels -> channels.remove(channel));
  }

  /** Subscriptions so far. Any thread. */
  int subscriptions() {
    return subscriptions.get();
  }

  /** Waits while the loop is behind. */
  void offer(BenchTick tick) {
    while (!queue.offer(tick)) {
      LockSupport.parkNanos(FULL_NANOS);
    }
    if (draining.compareAndSet(false, true)) {
      loop.execute(this::drain);
    }
  }

  private void drain() {
    boolean readersBehind = false;
    boolean[] dirty = new boolean[subscribers.size()];
    for (int i = 0; i < DRAIN_MAX && !readersBehind; i++) {
      BenchTick tick = queue.poll();
      if (tick == null) {
        break;
      }
      readersBehind = write(tick);
      dirty[tick.symbol()] = true;
    }
    for (int symbol = 0; coalesced && symbol < dirty.length; symbol++) {
      if (dirty[symbol]) {
        subscribers.get(symbol).forEach(Channel::flush);
      }
    }
    if (readersBehind) {
      loop.schedule(this::drain, 1, TimeUnit.MILLISECONDS);
      return;
    }
    draining.set(false);
    if (!queue.isEmpty() && draining.compareAndSet(false, true)) {
      loop.execute(this::drain);
    }
  }

  /** True when most subscribers of the symbol could not take it. */
  private boolean write(BenchTick tick) {
    List<Channel> channels = subscribers.get(tick.symbol());
    ByteBuf frame = frame(tick.json());
    int skipped = 0;
    for (int i = 0; i < channels.size(); i++) {
      Channel channel = channels.get(i);
      if (!channel.isWritable()) {
        skipped++;
      } else if (coalesced) {
        channel.write(frame.retainedDuplicate(), channel.voidPromise());
      } else {
        channel.writeAndFlush(frame.retainedDuplicate(), channel.voidPromise());
      }
    }
    frame.release();
    return saturating && 2 * skipped > channels.size();
  }

  /** A complete text frame; passes Netty's own encoder untouched. */
  private static ByteBuf frame(byte[] json) {
    ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer(json.length + 4);
    return frame.writeByte(0x81).writeByte(126).writeShort(json.length).writeBytes(json);
  }
}
