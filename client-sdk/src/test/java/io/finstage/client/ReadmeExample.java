package io.finstage.client;

// The part between the marks stands in README.md, word for word: ReadmeExampleTest holds the two
// together.
final class ReadmeExample {

  private ReadmeExample() {}

  static void run(String[] args) throws InterruptedException {
    // readme:begin
    String server = args.length > 0 ? args[0] : "localhost:8080";
    try (FinstageClient client = FinstageClient.connect(server)) {

      try (Publisher publisher = client.publisher()) {
        publisher.publish(Trade.of("MINE", 100.5, 10));
        publisher.publish(Quote.of("MINE", 100.4, 100.6));
      }

      try (PriceFeed feed = client.prices("MINE", "TEST")) {
        int updates = 0;
        for (FeedEvent event : feed) {
          System.out.println(event); // Connected, SubscriptionResult, PriceUpdate ...
          if (event instanceof Gap gap) {
            System.out.println("missed of " + gap.symbol() + ": " + gap.missing());
          } else if (event instanceof PriceUpdate update && ++updates == 5) {
            System.out.println("enough: " + update.price());
            break;
          }
        }
      }
    }
    // readme:end
  }
}
