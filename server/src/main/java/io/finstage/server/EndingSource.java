package io.finstage.server;

import io.finstage.server.feed.Ending;
import io.finstage.server.feed.Intake;
import io.finstage.server.feed.MarketDataSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A source whose end others want to know of: after a replay's last trade its bars are complete. */
record EndingSource(MarketDataSource source, Runnable finished) implements MarketDataSource {

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public boolean live() {
    return source.live();
  }

  @Override
  public Optional<Duration> silenceMax() {
    return source.silenceMax();
  }

  @Override
  public Ending run(Intake intake) throws IOException, InterruptedException {
    Ending ending = source.run(intake);
    if (ending instanceof Ending.Finished) {
      finished.run();
    }
    return ending;
  }
}
