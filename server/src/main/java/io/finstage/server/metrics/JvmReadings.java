package io.finstage.server.metrics;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * This JVM: heap, collections as they are announced, threads, and {@link PinnedThreads}. Nothing is
 * polled and nothing waits. Thread-safe.
 */
final class JvmReadings implements AutoCloseable {

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final DurationBuckets pauses = new DurationBuckets();
  private final NotificationListener listener = this::collected;

  /** Begins to listen. The flight recorder needs some 100 ms. */
  void start() {
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (stopsTheWorld(each.getName()) && each instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(listener, null, null);
      }
    }
    PinnedThreads.listen();
  }

  void write(Page page) {
    MemoryUsage heap = memory.getHeapMemoryUsage();
    page.gauge("finstage_jvm_heap_used_bytes", "Heap in use, garbage included.")
        .count(heap.getUsed());
    page.gauge("finstage_jvm_heap_max_bytes", "Largest heap that may be.").count(heap.getMax());
    page.histogram("finstage_jvm_gc_pause_seconds", "How long collections stopped the JVM.")
        .buckets(pauses.read());
    page.gauge("finstage_jvm_threads", "Platform threads.").count(threads.getThreadCount());
    page.counter(
            "finstage_jvm_pinned_threads_total",
            "Times that a virtual thread waited and held on to its carrier, for 20 ms or more.")
        .count(PinnedThreads.count());
  }

  @Override
  public void close() {
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (each instanceof NotificationEmitter emitter) {
        try {
          emitter.removeNotificationListener(listener);
        } catch (ListenerNotFoundException e) {
          // It was none that stops the world.
        }
      }
    }
  }

  private void collected(Notification notification, Object handback) {
    if (notification.getUserData() instanceof CompositeData data) {
      long millis = GarbageCollectionNotificationInfo.from(data).getGcInfo().getDuration();
      pauses.record(Duration.ofMillis(millis).toNanos());
    }
  }

  /** Names of what runs beside the program, in G1, ZGC and Shenandoah. */
  private static boolean stopsTheWorld(String collector) {
    return !collector.contains("Concurrent") && !collector.contains("Cycles");
  }
}
