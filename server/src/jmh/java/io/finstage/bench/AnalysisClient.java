package io.finstage.bench;

import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.IndicatorLine;
import io.finstage.proto.v1.IndicatorResult;
import io.finstage.proto.v1.IndicatorSpec;
import io.finstage.proto.v1.Output;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks a server for analyses of stored bars, over gRPC, and reads the answers to the last value.
 */
final class AnalysisClient implements AutoCloseable {

  static final List<String> FIVE =
      List.of("sma(20)", "ema(20)", "rsi(14)", "macd(12,26,9)", "bbands(20,2)");
  static final List<String> TEN =
      List.of(
          "sma(20)",
          "ema(20)",
          "rsi(14)",
          "macd(12,26,9)",
          "bbands(20,2)",
          "atr(14)",
          "stoch(14,3,3)",
          "adx(14)",
          "obv",
          "cci(20)");

  private static final int MESSAGE_BYTES_MAX = 16 << 20;

  /**
   * One call.
   *
   * @param symbols how many, from S0
   * @param bars that each has
   */
  record Question(int symbols, int bars, List<String> indicators, Output.Mode mode) {

    private AnalyzeSymbolsRequest request() {
      return AnalyzeSymbolsRequest.newBuilder()
          .addAllSymbols(IntStream.range(0, symbols).mapToObj(i -> "S" + i).toList())
          .setInterval("1d")
          .addAllIndicators(
              indicators.stream()
                  .map(text -> IndicatorSpec.newBuilder().setId(text).build())
                  .toList())
          .setOutput(Output.newBuilder().setMode(mode))
          .build();
    }

    private int valuesEach() {
      return mode == Output.Mode.FULL ? bars : 1;
    }
  }

  /**
   * What a call came to.
   *
   * @param millis until every value was read
   * @param sum of the last value of every line
   */
  record Answer(double millis, double sum) {}

  private final ManagedChannel channel;
  private final AnalysisServiceGrpc.AnalysisServiceBlockingStub stub;

  AnalysisClient(int port) {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .build();
    stub = AnalysisServiceGrpc.newBlockingStub(channel);
  }

  Answer ask(Question question) {
    AnalyzeSymbolsRequest request = question.request();
    long before = System.nanoTime();
    int answers = 0;
    double sum = 0;
    Iterator<AnalyzeSymbolsResponse> responses = stub.analyzeSymbols(request);
    while (responses.hasNext()) {
      AnalyzeSymbolsResponse response = responses.next();
      if (response.getStatus().getCode() != 0 || response.getBars() != question.bars) {
        throw new IllegalStateException("not what was asked for: " + response.getStatus());
      }
      for (IndicatorResult result : response.getResultsList()) {
        sum += last(result, question.valuesEach());
      }
      answers++;
    }
    if (answers != question.symbols) {
      throw new IllegalStateException(answers + " answers for " + question.symbols + " symbols");
    }
    return new Answer((System.nanoTime() - before) / 1e6, sum);
  }

  private static double last(IndicatorResult result, int valuesEach) {
    double sum = 0;
    for (IndicatorLine line : result.getLinesList()) {
      if (line.getValuesCount() != valuesEach) {
        throw new IllegalStateException("not as many values as were asked for");
      }
      sum += line.getValues(valuesEach - 1);
    }
    return sum;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
