package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.StreamPricesRequest;
import io.finstage.proto.v1.StreamPricesResponse;
import io.finstage.server.api.grpc.RawHttp2;
import io.finstage.server.api.ws.RawClient;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Readers that stop, and readers that are too slow, beside readers that are neither. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class SlowReadersIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String SUBSCRIBE =
      "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"prices\",\"symbols\":[\"SPY\"]}";

  @TempDir private Path folder;
  private LaunchedServer server;
  private ServerReadings readings;
  private ManagedChannel good;
  private ManagedChannel bad;

  @BeforeEach
  void start() {
    server =
        LaunchedServer.start(
            folder,
            "--feed.simulated.symbols=SPY",
            "--feed.simulated.rate=5000",
            "--hub.slow-consumer-grace=1s",
            "--hub.close-timeout=1s");
    readings = new ServerReadings(server, folder);
    good = ManagedChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    bad = ManagedChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    good.shutdownNow();
    bad.shutdownNow();
    server.close();
  }

  @Test
  void slowReadersAreClosedWhileTheOthersReceiveEverything() throws Exception {
    Ledger overGrpc = new Ledger();
    PriceServiceGrpc.newStub(good).streamPrices(spy(), new Account(overGrpc));
    try (RawClient reader = RawClient.open(server.port());
        RawClient stopped = RawClient.openNarrow(server.port());
        RawClient slow = RawClient.openNarrow(server.port());
        RawHttp2 deaf = new RawHttp2(server.port());
        ScheduledExecutorService pace = Executors.newScheduledThreadPool(2)) {
      reader.say(SUBSCRIBE);
      keepAlive(pace, reader);
      Ledger overWebSocket = new Ledger();
      Thread.ofVirtual().start(() -> overWebSocket.keep(reader));
      await().atMost(SOON).until(() -> overGrpc.last > 0 && overWebSocket.last > 0);
      long heap = readings.liveHeapMiB();

      stopped.say(SUBSCRIBE);
      slow.say(SUBSCRIBE);
      keepAlive(pace, stopped);
      keepAlive(pace, slow);
      // A KiB per second.
      var _ = pace.scheduleAtFixedRate(() -> sip(slow), 0, 100, TimeUnit.MILLISECONDS);
      deaf.headers(1, "/finstage.v1.PriceService/StreamPrices");
      deaf.data(1, message(spy()), true);
      ClientCall<?, ?> idle = unread(new CompletableFuture<>());
      await().atMost(SOON).until(() -> readings.subscribers() == 6);

      await().atMost(SOON).until(() -> readings.demoted() > 0);
      await().atMost(SOON).until(() -> readings.subscribers() == 2);

      await().atMost(SOON).until(() -> readings.demoted() == 0);
      assertThat(readings.liveHeapMiB()).isLessThan(heap + 24);
      overGrpc.assertComplete();
      overWebSocket.assertComplete();
      pace.shutdownNow();
      assertThat(stopped.ends()).isTrue();
      assertThat(slow.ends()).isTrue();
      idle.cancel("enough", null);
    }
  }

  @Test
  void aStreamThatReadsOnTooLateIsToldWhy() throws Exception {
    CompletableFuture<Status> ended = new CompletableFuture<>();
    ClientCall<StreamPricesRequest, StreamPricesResponse> idle = unread(ended);
    await().atMost(SOON).until(() -> readings.subscribers() == 1);
    await().atMost(SOON).until(() -> readings.subscribers() == 0);

    idle.request(Integer.MAX_VALUE);

    assertThat(ended.get(60, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    await().atMost(SOON).until(() -> readings.demoted() == 0);
  }

  /** A stream that asks for no message. */
  private ClientCall<StreamPricesRequest, StreamPricesResponse> unread(
      CompletableFuture<Status> ended) {
    ClientCall<StreamPricesRequest, StreamPricesResponse> call =
        bad.newCall(PriceServiceGrpc.getStreamPricesMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        new Metadata());
    call.sendMessage(spy());
    call.halfClose();
    return call;
  }

  /** It does not read, but it is there: what closes it is not the heartbeat. */
  private static void keepAlive(ScheduledExecutorService pace, RawClient client) {
    var _ = pace.scheduleAtFixedRate(() -> pong(client), 0, 1, TimeUnit.SECONDS);
  }

  private static void pong(RawClient client) {
    try {
      client.pong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sip(RawClient slow) {
    try {
      var _ = slow.take(100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StreamPricesRequest spy() {
    return StreamPricesRequest.newBuilder().addSymbols("SPY").build();
  }

  /** With the five bytes that gRPC puts before a message. */
  private static byte[] message(StreamPricesRequest request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, (byte) request.getSerializedSize()});
    bytes.writeBytes(request.toByteArray());
    return bytes.toByteArray();
  }

  /** Sequences of one symbol as they came; written by one thread. */
  private static final class Ledger {

    private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":(\\d+)");

    volatile long last;
    private final AtomicLong updates = new AtomicLong();
    private volatile @Nullable String fault;
    private long first;

    void update(long sequence) {
      if (last == 0) {
        first = sequence;
      } else if (sequence != last + 1) {
        fault = sequence + " after " + last;
      }
      updates.incrementAndGet();
      last = sequence;
    }

    void gap(String gap) {
      fault = gap;
    }

    void keep(RawClient reader) {
      try {
        while (true) {
          String text = reader.next().payload();
          if (text.contains("\"gap\"")) {
            gap(text);
          } else if (text.contains("\"price_update\"")) {
            Matcher matcher = SEQUENCE.matcher(text);
            if (matcher.find()) {
              update(Long.parseLong(matcher.group(1)));
            }
          }
        }
      } catch (IOException e) {
        gap("ended: " + e);
      }
    }

    /** Not one is missing, at a rate that asks little of a reader. */
    void assertComplete() {
      assertThat(fault).isNull();
      assertThat(updates.get()).isGreaterThan(5000);
      assertThat(first).isPositive();
    }
  }

  private record Account(Ledger ledger) implements StreamObserver<StreamPricesResponse> {

    @Override
    public void onNext(StreamPricesResponse response) {
      for (StreamEvent event : response.getEventsList()) {
        switch (event.getEventCase()) {
          case PRICE_UPDATE -> ledger.update(event.getPriceUpdate().getSequence());
          case GAP -> ledger.gap(event.getGap().toString());
          default -> {}
        }
      }
    }

    @Override
    public void onError(Throwable error) {
      ledger.gap("ended: " + error);
    }

    @Override
    public void onCompleted() {
      ledger.gap("ended");
    }
  }
}
