package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.GetPricesRequest;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.server.api.grpc.RawHttp2;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Floods of frames over one connection; other connections are served before, after and beside. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class Http2FloodIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String CONNECT = "/finstage.v1.PriceService/Connect";
  private static final int STREAMS_MAX = 100;
  private static final int FRAME_BYTES = 16_000;
  private static final int FLOOD_BYTES = 64 << 20;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static LaunchedServer server;

  @SuppressWarnings("NullAway.Init")
  private static ServerReadings readings;

  @SuppressWarnings("NullAway.Init")
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    server =
        LaunchedServer.start(
            folder, "--grpc.resets-max=200", "--grpc.concurrent-streams-max=" + STREAMS_MAX);
    readings = new ServerReadings(server, folder);
    channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  /** The same server before and after each flood. */
  @BeforeEach
  @AfterEach
  void servesOthers() throws StatusException {
    serves();
  }

  @Test
  void callsThatAreResetAsSoonAsTheyAreOpenedEndTheConnection() throws Exception {
    long before = readings.threads();
    try (RawHttp2 flood = new RawHttp2(server.port())) {
      boolean ended =
          ends(
              flood,
              () -> {
                for (int stream = 1; stream < 20_000; stream += 2) {
                  flood.headers(stream, CONNECT);
                  flood.reset(stream);
                }
              });
      assertThat(ended).isTrue();
    }
    await().atMost(SOON).until(() -> readings.subscribers() == 0);
    await().atMost(SOON).until(() -> readings.threads() <= before + 10);
  }

  @Test
  void headersWithoutEndCloseTheConnectionAndTakeNoMemory() throws Exception {
    long before = readings.liveHeapMiB();
    try (RawHttp2 flood = new RawHttp2(server.port())) {
      byte[] field = new byte[FRAME_BYTES];
      boolean ended =
          ends(
              flood,
              () -> {
                flood.frame(RawHttp2.HEADERS, 0, 1, RawHttp2.block(CONNECT));
                for (int sent = 0; sent < FLOOD_BYTES; sent += FRAME_BYTES) {
                  flood.frame(RawHttp2.CONTINUATION, 0, 1, field);
                }
              });
      assertThat(readings.liveHeapMiB()).isLessThan(before + 16);
      assertThat(ended).isTrue();
    }
  }

  @Test
  void aHeaderBlockThatUnpacksToFiftyMegabytesEndsTheConnectionAndTakesNoMemory() throws Exception {
    byte[] again = new byte[12_000];
    Arrays.fill(again, (byte) (0x80 | 62));
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.writeBytes(RawHttp2.block(CONNECT));
    bomb.writeBytes(intoTheTable(3500));
    bomb.writeBytes(again);
    long before = readings.liveHeapMiB();
    try (RawHttp2 flood = new RawHttp2(server.port())) {
      flood.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, bomb.toByteArray());
      boolean ended = flood.awaitEndOfConnection();
      assertThat(readings.liveHeapMiB()).isLessThan(before + 16);
      assertThat(ended).isTrue();
    }
    serves();
  }

  @Test
  void theSameBlockInPiecesEndsTheConnectionToo() throws Exception {
    byte[] again = new byte[4000];
    Arrays.fill(again, (byte) (0x80 | 62));
    long before = readings.liveHeapMiB();
    try (RawHttp2 flood = new RawHttp2(server.port())) {
      flood.frame(RawHttp2.HEADERS, 0, 1, RawHttp2.block(CONNECT));
      flood.frame(RawHttp2.CONTINUATION, 0, 1, intoTheTable(3500));
      flood.frame(RawHttp2.CONTINUATION, RawHttp2.END_HEADERS, 1, again);
      boolean ended = flood.awaitEndOfConnection();
      assertThat(readings.liveHeapMiB()).isLessThan(before + 16);
      assertThat(ended).isTrue();
    }
  }

  @Test
  void aFieldThatIsLargerThanTheTableEndsTheConnectionInsteadOfSpinning() throws Exception {
    try (RawHttp2 flood = new RawHttp2(server.port())) {
      flood.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, intoTheTable(5000));
      assertThat(flood.awaitEndOfConnection()).isTrue();
    }
  }

  @Test
  void emptyFramesOfAHeaderBlockWithoutEndCloseTheConnection() throws Exception {
    try (RawHttp2 flood = new RawHttp2(server.port())) {
      boolean ended =
          ends(
              flood,
              () -> {
                flood.frame(RawHttp2.HEADERS, 0, 1, RawHttp2.block(CONNECT));
                for (int sent = 0; sent < 1000; sent++) {
                  flood.frame(RawHttp2.CONTINUATION, 0, 1, new byte[0]);
                }
              });
      assertThat(ended).isTrue();
    }
  }

  @Test
  void thousandsOfCallsOnOneConnectionAreHeldToTheLimit() throws Exception {
    try (RawHttp2 flood = new RawHttp2(server.port())) {
      floods(
          flood,
          () -> {
            for (int stream = 1; stream < 10_000; stream += 2) {
              flood.headers(stream, CONNECT);
            }
          });
      await()
          .atMost(SOON)
          .during(Duration.ofSeconds(1))
          .until(() -> readings.subscribers() <= STREAMS_MAX);
      serves();
    }
    await().atMost(SOON).until(() -> readings.subscribers() == 0);
  }

  /** A field that enters the dynamic table, as the first of it: 62. */
  private static byte[] intoTheTable(int valueBytes) {
    int over = valueBytes - 127;
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.writeBytes(
        new byte[] {0x40, 1, 'x', 0x7F, (byte) (0x80 | (over & 0x7F)), (byte) (over >> 7)});
    byte[] value = new byte[valueBytes];
    Arrays.fill(value, (byte) 'v');
    field.writeBytes(value);
    return field.toByteArray();
  }

  private void serves() throws StatusException {
    var request = GetPricesRequest.newBuilder().addSymbols("TEST").build();
    assertThat(
            PriceServiceGrpc.newBlockingV2Stub(channel)
                .withDeadlineAfter(SOON)
                .getPrices(request)
                .getPricesCount())
        .isEqualTo(1);
  }

  /** Whether the server ends the connection under the flood. */
  private static boolean ends(RawHttp2 client, Flood flood) throws Exception {
    CompletableFuture<Boolean> end = readUntilEnd(client);
    CompletableFuture<Void> sent = send(flood);
    boolean ended = end.get(SOON.toSeconds(), TimeUnit.SECONDS);
    sent.cancel(true);
    return ended;
  }

  /** Sends all of the flood, or as much as the server takes. */
  private static void floods(RawHttp2 client, Flood flood) throws Exception {
    var _ = readUntilEnd(client);
    send(flood).get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  /** A flood that wants to go on must read: whoever does not is soon not read either. */
  private static CompletableFuture<Boolean> readUntilEnd(RawHttp2 client) {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        end.complete(client.awaitEndOfConnection());
      } catch (IOException e) {
        end.completeExceptionally(e);
      }
    });
    return end;
  }

  private static CompletableFuture<Void> send(Flood flood) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        flood.send();
      } catch (IOException cut) {
        // What is hoped for; the reader sees it too.
      }
      sent.complete(null);
    });
    return sent;
  }

  private interface Flood {
    void send() throws IOException;
  }
}
