package io.finstage.client;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

// The part between the marks stands in README.md, word for word: ReadmeAnalysisTest holds the two
// together.
final class ReadmeAnalysis {

  private ReadmeAnalysis() {}

  static void run(String[] args) {
    // readme:begin
    String server = args.length > 0 ? args[0] : "localhost:8080";
    try (FinstageClient client = FinstageClient.connect(server)) {

      // Stored bars of two symbols, and three bars of our own.
      Instant open = Instant.parse("2026-11-18T00:00:00Z");
      Bars mine =
          Bars.of(
              "MINE",
              List.of(
                  new Bar(open, 10, 12, 9, 11, 500, 0),
                  new Bar(open.plusSeconds(86_400), 11, 13, 10, 12, 700, 0),
                  new Bar(open.plusSeconds(172_800), 12, 12, 10, 11, 600, 0)));
      AnalysisRequest request =
          Analysis.of("SPY", "IBM")
              .and(mine)
              .interval("1d")
              .indicators(Indicators.rsi(14), Indicators.macd(12, 26, 9))
              .signals("crosses_above(ema(9),ema(21))")
              .tail(2);
      for (SymbolAnalysis answer : client.analysis().analyze(request)) {
        if (answer.isOk()) {
          double[] signal = answer.values("macd(12,26,9)").line("signal");
          System.out.println(answer.symbol() + " signal of MACD: " + Arrays.toString(signal));
          System.out.println(answer.symbol() + " RSI: " + answer.values("rsi(14)").last());
          answer.signals().forEach(System.out::println);
        } else {
          System.out.println(answer.symbol() + " has failed: " + answer.failure().get().message());
        }
      }

      // The same RSI live, at every change of the forming bar.
      try (PriceFeed feed = client.indicators("1s", "TEST", Indicators.rsi(14))) {
        for (FeedEvent event : feed) {
          if (event instanceof IndicatorUpdate update && !update.snapshot()) {
            System.out.println("RSI of TEST now: " + update.value());
            break;
          }
        }
      }
    }
    // readme:end
  }
}
