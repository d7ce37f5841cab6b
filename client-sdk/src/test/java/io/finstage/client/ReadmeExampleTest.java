package io.finstage.client;

import static io.finstage.client.FakePrices.update;
import static io.finstage.client.FakePrices.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.PublishPricesResponse;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadmeExampleTest {

  private static final String SOURCE = "src/test/java/io/finstage/client/ReadmeExample.java";

  /** Takes ticks, and sends five updates to whoever subscribes. */
  private static final class Prices extends PriceServiceGrpc.PriceServiceImplBase {

    final AtomicLong ticks = new AtomicLong();

    @Override
    public StreamObserver<PublishPricesRequest> publishPrices(
        StreamObserver<PublishPricesResponse> out) {
      return new StreamObserver<>() {
        @Override
        public void onNext(PublishPricesRequest request) {
          ticks.addAndGet(request.getTicksCount());
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {
          out.onNext(PublishPricesResponse.newBuilder().setAccepted(ticks.get()).build());
          out.onCompleted();
        }
      };
    }

    @Override
    public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> out) {
      out.onNext(ConnectResponse.newBuilder().addEvents(welcome("e1")).build());
      return new StreamObserver<>() {
        @Override
        public void onNext(ConnectRequest request) {
          ConnectResponse.Builder batch = ConnectResponse.newBuilder();
          for (int sequence = 1; sequence <= 5; sequence++) {
            batch.addEvents(update("MINE", sequence));
          }
          out.onNext(batch.build());
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {}
      };
    }
  }

  @Test
  @Timeout(30)
  void runsAsItStands() throws Exception {
    Prices prices = new Prices();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(prices)
            .build()
            .start();
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      ReadmeExample.run(new String[] {"127.0.0.1:" + server.getPort()});
    } finally {
      System.setOut(console);
      server.shutdownNow();
    }

    assertThat(prices.ticks).hasValue(2);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("Connected[")
        .contains("enough: 100.5");
  }

  @Test
  void standsInTheReadmeWordForWord() throws Exception {
    String example =
        between(Files.readString(Path.of(SOURCE)), "// readme:begin\n", "// readme:end");
    String readme = Files.readString(Path.of("README.md"));
    String shown = between(readme, "<!-- java:begin -->\n```java\n", "```\n<!-- java:end -->");

    assertThat(shown).isEqualTo(example.stripIndent().stripTrailing() + "\n");
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin);
    int to = text.indexOf(end, from);
    assertThat(from).as(begin).isNotNegative();
    assertThat(to).as(end).isNotNegative();
    return text.substring(from + begin.length(), to);
  }
}
