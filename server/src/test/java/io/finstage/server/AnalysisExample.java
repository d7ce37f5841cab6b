package io.finstage.server;

import io.finstage.client.Analysis;
import io.finstage.client.AnalysisRequest;
import io.finstage.client.FeedEvent;
import io.finstage.client.FinstageClient;
import io.finstage.client.IndicatorUpdate;
import io.finstage.client.Indicators;
import io.finstage.client.PriceFeed;
import io.finstage.client.SymbolAnalysis;
import java.time.Instant;
import java.util.Arrays;

// The parts between the marks stand in docs/analysis.md, word for word: AnalysisExampleIT holds
// them together.
final class AnalysisExample {

  private AnalysisExample() {}

  static void analyze(String server) {
    // analyze:begin
    try (FinstageClient client = FinstageClient.connect(server)) {
      AnalysisRequest request =
          Analysis.of("SPY", "IBM", "NOPE")
              .interval("1m")
              .to(Instant.parse("2013-10-07T22:31:00Z"))
              .indicators(Indicators.rsi(14), Indicators.macd(8, 21, 9))
              .signals("crosses_above(ema(9),ema(21))", "enters(rsi(14),70,100)")
              .tail(3);
      for (SymbolAnalysis answer : client.analysis().analyze(request)) {
        if (answer.failure().isPresent()) {
          System.out.println(answer.symbol() + ": " + answer.failure().get().message());
        } else {
          double[] rsi = answer.values("rsi(14)").line();
          System.out.println(answer.symbol() + ": " + Arrays.toString(rsi));
          answer.signals().forEach(System.out::println);
        }
      }
    }
    // analyze:end
  }

  static void listen(String server) {
    // live:begin
    try (FinstageClient client = FinstageClient.connect(server);
        PriceFeed feed = client.indicators("1m", "SPY", Indicators.rsi(14))) {
      for (FeedEvent event : feed) {
        if (event instanceof IndicatorUpdate rsi) {
          System.out.println(rsi.openTime() + " " + rsi.closed() + " " + rsi.value());
          break; // After the first; without this, as long as the program runs.
        }
      }
    }
    // live:end
  }
}
