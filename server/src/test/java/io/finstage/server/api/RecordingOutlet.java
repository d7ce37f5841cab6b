package io.finstage.server.api;

import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Outlet;
import io.finstage.server.hub.Update;
import io.finstage.server.hub.Wire;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A wire that keeps what is written, as the events that a client would read. */
final class RecordingOutlet implements Outlet {

  private final BlockingQueue<StreamEvent> written = new LinkedBlockingQueue<>();
  private final ReentrantLock reading = new ReentrantLock();
  final CompletableFuture<CloseReason> ended = new CompletableFuture<>();

  @Override
  public Wire wire() {
    return Wire.GRPC;
  }

  @Override
  public void append(Update update, boolean snapshot, long conflated, Batch batch) {
    ProtobufEvents.append(update, snapshot, conflated, batch);
  }

  @Override
  public void append(Event event, Batch batch) {
    ProtobufEvents.append(event, batch);
  }

  @Override
  public void write(Batch batch) throws IOException {
    reading.lock();
    try {
      written.addAll(read(batch).getEventsList());
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void end(CloseReason reason) {
    ended.complete(reason);
  }

  @Override
  public void abort(CloseReason reason) {}

  /** From now on the peer reads nothing. */
  void stopReading() {
    reading.lock();
  }

  /** The peer reads again. By the thread that stopped it. */
  void readOn() {
    reading.unlock();
  }

  StreamEvent next() throws InterruptedException {
    StreamEvent event = written.poll(10, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing was written");
    }
    return event;
  }

  static ConnectResponse read(Batch batch) throws IOException {
    return ConnectResponse.parser().parseFrom(batch.array(), Batch.HEADROOM, batch.length());
  }
}
