package io.finstage.client;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client of a fake task service; its callers wait without waiting, its loop waits for the test.
 */
final class TaskFixture implements AutoCloseable {

  final ManualLoop loop = new ManualLoop();
  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  final FinstageClient client;
  private final Server server;

  TaskFixture(BindableService service) {
    String name = InProcessServerBuilder.generateName();
    try {
      server =
          InProcessServerBuilder.forName(name).directExecutor().addService(service).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AtomicInteger ids = new AtomicInteger();
    client =
        new FinstageClient(
            InProcessChannelBuilder.forName(name).directExecutor().build(),
            ClientOptions.defaults(),
            threadName -> loop,
            FeedFixture.LONGEST,
            new ManualPacer(),
            () -> "id-" + ids.incrementAndGet());
  }

  private final class ManualPacer implements Pacer {

    private final AtomicLong now = new AtomicLong();

    @Override
    public long nanos() {
      return now.get();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      pauses.add(duration);
      now.addAndGet(duration.toNanos());
    }
  }

  @Override
  public void close() {
    client.close();
    loop.run();
    server.shutdownNow();
  }
}
