package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.Bar;
import io.finstage.proto.v1.ListBarsRequest;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.Tick;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server: a replay becomes stored bars, and files come in and go out. */
class BarsIT {

  private static final long START_MILLIS = 1_381_152_600_000L;

  @TempDir Path folder;

  /** A trade a second for ten minutes. */
  private String replay() throws Exception {
    Path file = folder.resolve("day.csv");
    Files.writeString(
        file,
        IntStream.range(0, 600)
            .mapToObj(i -> (START_MILLIS + i * 1000L) + ",SPY," + (100 + i) + ",10\n")
            .collect(Collectors.joining("", "event_time_ms,symbol,price,size\n", "")));
    return file.toString();
  }

  private static List<Bar> bars(LaunchedServer server, String interval) throws Exception {
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
            .build();
    try {
      return PriceServiceGrpc.newBlockingV2Stub(channel)
          .listBars(ListBarsRequest.newBuilder().setSymbol("SPY").setInterval(interval).build())
          .getBarsList();
    } finally {
      channel.shutdownNow();
    }
  }

  private LaunchedServer play() throws Exception {
    LaunchedServer server =
        LaunchedServer.start(
            folder,
            "--feed.source=replay",
            "--feed.replay.file=" + replay(),
            "--feed.replay.speed=max");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !bars(server, "1d").isEmpty());
    return server;
  }

  @Test
  void theEndOfAReplayLeavesClosedBarsOfEveryInterval() throws Exception {
    try (LaunchedServer server = play()) {
      assertThat(bars(server, "1s")).hasSize(600);
      assertThat(bars(server, "1m")).hasSize(10);
      assertThat(bars(server, "1d"))
          .extracting(Bar::getOpen, Bar::getHigh, Bar::getLow, Bar::getClose, Bar::getVolume)
          .containsExactly(tuple(100.0, 699.0, 100.0, 699.0, 6000.0));
    }
  }

  @Test
  void barsSurviveAKill() throws Exception {
    List<Bar> before;
    try (LaunchedServer server = play()) {
      before = bars(server, "1m");
      server.kill();
    }
    try (LaunchedServer server = LaunchedServer.start(folder, "--feed.source=none")) {
      assertThat(bars(server, "1m")).isEqualTo(before).hasSize(10);
    }
  }

  @Test
  void aServerThatWasKilledGoesOnWithTheHourAndTheDay() throws Exception {
    try (LaunchedServer server = LaunchedServer.start(folder, "--feed.source=none")) {
      publish(server, IntStream.range(0, 200));
      Awaitility.await().until(() -> bars(server, "1s").size() == 199);
      server.kill();
    }
    try (LaunchedServer server = LaunchedServer.start(folder, "--feed.source=none")) {
      publish(server, IntStream.range(300, 400));
      // The first trade of the next day closes this one.
      publish(server, IntStream.of(86_400));
      Awaitility.await().until(() -> !bars(server, "1d").isEmpty());

      // The trade of second 199 was forming when it was killed.
      assertThat(bars(server, "1s")).hasSize(299);
      for (String interval : List.of("1h", "1d")) {
        assertThat(bars(server, interval))
            .as(interval)
            .extracting(Bar::getOpen, Bar::getHigh, Bar::getLow, Bar::getClose, Bar::getVolume)
            .containsExactly(tuple(100.0, 499.0, 100.0, 499.0, 2990.0));
      }
    }
  }

  /** Trades of some seconds after the start. */
  private static void publish(LaunchedServer server, IntStream seconds) throws Exception {
    PublishPricesRequest.Builder ticks = PublishPricesRequest.newBuilder();
    seconds.forEach(i ->
        ticks.addTicks(
            Tick.newBuilder()
                .setSymbol("SPY")
                .setPrice(100 + i)
                .setSize(10)
                .setTimestamp(Timestamp.newBuilder().setSeconds(START_MILLIS / 1000 + i))));
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
            .build();
    try {
      var call = PriceServiceGrpc.newBlockingV2Stub(channel).publishPrices();
      call.write(ticks.build());
      call.halfClose();
      assertThat(call.read(30, TimeUnit.SECONDS).getAccepted()).isEqualTo(ticks.getTicksCount());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void anImportIsServedByAServerThatRunsOnTheSameFolder() throws Exception {
    Path file = folder.resolve("bars.csv");
    Files.writeString(
        file, "date,symbol,open,high,low,close,volume\n2013-10-07,SPY,1.0,3.0,0.5,2.0,100\n");
    try (LaunchedServer server = LaunchedServer.start(folder)) {
      try (LaunchedServer command = command("import-bars", file.toString())) {
        assertThat(command.exitCode()).as(command.errors()).isZero();
        assertThat(command.output()).contains("1 bars imported, 0 lines refused");
      }
      assertThat(bars(server, "1d")).hasSize(1);
    }
    try (LaunchedServer command = command("export-bars", folder.resolve("out.csv").toString())) {
      assertThat(command.exitCode()).as(command.errors()).isZero();
    }
    assertThat(folder.resolve("out.csv")).hasSameTextualContentAs(file);
  }

  private LaunchedServer command(String name, String file) {
    return LaunchedServer.run(
        folder,
        Map.of(),
        List.of(
            LaunchedServer.script().toString(),
            name,
            file,
            "--interval=1d",
            "--data.dir=" + folder.resolve("data")));
  }
}
