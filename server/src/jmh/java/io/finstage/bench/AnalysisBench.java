package io.finstage.bench;

import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.BarColumns;
import io.finstage.proto.v1.IndicatorSpec;
import io.finstage.proto.v1.Output;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How long one call of AnalyzeSymbols takes, seen by a client on the same machine.
 *
 * <pre>
 *   AnalysisBench csv FILE    writes bars of 500 symbols, to be imported as 1m
 *   AnalysisBench PORT        calls a server that has them, and takes messages of 64 MiB
 * </pre>
 */
final class AnalysisBench {

  private static final int SYMBOLS = 500;
  private static final int BARS = 1000;
  private static final int ROUNDS = 30;
  private static final long MINUTE = 60_000;
  private static final int MESSAGE_BYTES_MAX = 256 << 20;
  private static final List<String> FIVE = List.of("sma", "ema", "rsi", "macd", "bbands");
  private static final List<String> TEN =
      List.of("sma", "ema", "rsi", "macd", "bbands", "atr", "stoch", "adx", "obv", "cci");

  private AnalysisBench() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    if (args[0].equals("csv")) {
      write(Path.of(args[1]));
      return;
    }
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + args[0], InsecureChannelCredentials.create())
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .build();
    var stub = AnalysisServiceGrpc.newBlockingStub(channel);
    for (Output.Mode mode : List.of(Output.Mode.LAST, Output.Mode.FULL)) {
      AnalyzeSymbolsRequest.Builder sent = request(FIVE, mode);
      for (int i = 0; i < 200; i++) {
        sent.addBars(columns(i));
      }
      measure(stub, "200 x 1,000 x 5, bars sent, " + mode, sent.build());
      AnalyzeSymbolsRequest.Builder five = request(FIVE, mode).setInterval("1m");
      AnalyzeSymbolsRequest.Builder ten = request(TEN, mode).setInterval("1m");
      for (int i = 0; i < SYMBOLS; i++) {
        ten.addSymbols("S" + i);
        if (i < 200) {
          five.addSymbols("S" + i);
        }
      }
      measure(stub, "200 x 1,000 x 5, bars stored, " + mode, five.build());
      measure(stub, "500 x 1,000 x 10, bars stored, " + mode, ten.build());
    }
    channel.shutdownNow();
  }

  private static void measure(
      AnalysisServiceGrpc.AnalysisServiceBlockingStub stub,
      String name,
      AnalyzeSymbolsRequest request) {
    double[] millis = new double[ROUNDS];
    long bytes = 0;
    int failed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      Iterator<AnalyzeSymbolsResponse> answers = stub.analyzeSymbols(request);
      bytes = 0;
      failed = 0;
      while (answers.hasNext()) {
        AnalyzeSymbolsResponse answer = answers.next();
        bytes += answer.getSerializedSize();
        failed += answer.getStatus().getCode() == 0 ? 0 : 1;
      }
      millis[round] = (System.nanoTime() - start) / 1e6;
    }
    double first = millis[0];
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.1f | %.1f | %.1f | %d |%n",
        name,
        first,
        millis[ROUNDS / 2],
        millis[0],
        bytes / 1e6,
        failed);
  }

  private static AnalyzeSymbolsRequest.Builder request(List<String> indicators, Output.Mode mode) {
    AnalyzeSymbolsRequest.Builder request =
        AnalyzeSymbolsRequest.newBuilder().setOutput(Output.newBuilder().setMode(mode));
    indicators.forEach(id -> request.addIndicators(IndicatorSpec.newBuilder().setId(id)));
    return request;
  }

  private static BarColumns columns(int symbol) {
    BarColumns.Builder bars = BarColumns.newBuilder().setSymbol("SENT" + symbol);
    Random random = new Random(symbol);
    double close = 100;
    for (int i = 0; i < BARS; i++) {
      double open = close;
      close = Math.max(1, open + random.nextGaussian());
      bars.addOpenTimeMs(i * MINUTE)
          .addOpen(open)
          .addHigh(Math.max(open, close) + random.nextDouble())
          .addLow(Math.min(open, close) * 0.999)
          .addClose(close)
          .addVolume(random.nextInt(1000));
    }
    return bars.build();
  }

  private static void write(Path file) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.println("open_time_ms,symbol,open,high,low,close,volume");
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        BarColumns bars = columns(symbol);
        for (int i = 0; i < BARS; i++) {
          out.printf(
              Locale.ROOT,
              "%d,S%d,%s,%s,%s,%s,%s%n",
              bars.getOpenTimeMs(i),
              symbol,
              bars.getOpen(i),
              bars.getHigh(i),
              bars.getLow(i),
              bars.getClose(i),
              bars.getVolume(i));
        }
      }
    }
  }
}
