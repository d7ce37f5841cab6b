package io.finstage.client;

import static io.finstage.client.FakePrices.welcome;
import static io.finstage.client.FakeTopics.indicator;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.IndicatorLine;
import io.finstage.proto.v1.IndicatorResult;
import io.finstage.proto.v1.ListIndicatorsResponse;
import io.finstage.proto.v1.PriceServiceGrpc;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadmeAnalysisTest {

  private static final String SOURCE = "src/test/java/io/finstage/client/ReadmeAnalysis.java";

  /** Tells whoever subscribes the state of an RSI and one change of it. */
  private static final class Live extends PriceServiceGrpc.PriceServiceImplBase {

    @Override
    public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> out) {
      out.onNext(ConnectResponse.newBuilder().addEvents(welcome("e1")).build());
      return new StreamObserver<>() {
        @Override
        public void onNext(ConnectRequest request) {
          String text = request.getSubscribe().getIndicators(0);
          out.onNext(
              ConnectResponse.newBuilder()
                  .addEvents(indicator(text, 1, true, 54.5))
                  .addEvents(indicator(text, 2, false, 55.5))
                  .build());
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
    FakeAnalysis analysis = new FakeAnalysis(ListIndicatorsResponse.getDefaultInstance());
    analysis.prepare(answer("MINE"), answer("SPY"), failure("IBM"));
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(analysis)
            .addService(new Live())
            .build()
            .start();
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      ReadmeAnalysis.run(new String[] {"127.0.0.1:" + server.getPort()});
    } finally {
      System.setOut(console);
      server.shutdownNow();
    }

    assertThat(analysis.asked.get(0).getBars(0).getCloseList()).containsExactly(11.0, 12.0, 11.0);
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "SPY signal of MACD: [0.5, 0.25]",
            "SPY RSI: 60.0",
            "IBM has failed: no bars",
            "MINE signal of MACD: [0.5, 0.25]",
            "MINE RSI: 60.0",
            "RSI of TEST now: 55.5");
  }

  @Test
  void standsInTheReadmeWordForWord() throws Exception {
    String source = Files.readString(Path.of(SOURCE));
    String readme = Files.readString(Path.of("README.md"));
    String example = between(source, "// readme:begin\n", "// readme:end");
    String shown =
        between(readme, "<!-- analysis:begin -->\n```java\n", "```\n<!-- analysis:end -->");

    assertThat(shown).isEqualTo(example.stripIndent().stripTrailing() + "\n");
  }

  private static AnalyzeSymbolsResponse answer(String symbol) {
    return AnalyzeSymbolsResponse.newBuilder()
        .setSymbol(symbol)
        .addResults(
            IndicatorResult.newBuilder()
                .setIndicator("rsi(14)")
                .addLines(IndicatorLine.newBuilder().setName("rsi").addValues(50).addValues(60)))
        .addResults(
            IndicatorResult.newBuilder()
                .setIndicator("macd(12,26,9)")
                .addLines(IndicatorLine.newBuilder().setName("macd").addValues(1).addValues(1))
                .addLines(
                    IndicatorLine.newBuilder().setName("signal").addValues(0.5).addValues(0.25)))
        .build();
  }

  private static AnalyzeSymbolsResponse failure(String symbol) {
    return AnalyzeSymbolsResponse.newBuilder()
        .setSymbol(symbol)
        .setStatus(com.google.rpc.Status.newBuilder().setCode(5).setMessage("no bars"))
        .build();
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin);
    int to = text.indexOf(end, from);
    assertThat(from).as(begin).isNotNegative();
    assertThat(to).as(end).isNotNegative();
    return text.substring(from + begin.length(), to);
  }
}
