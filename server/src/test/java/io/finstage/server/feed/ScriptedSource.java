package io.finstage.server.feed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A source whose runs are written down beforehand; after the last it is finished. */
final class ScriptedSource implements MarketDataSource {

  /** What one run does. */
  interface Script {
    Ending run(Intake intake) throws IOException, InterruptedException;
  }

  private final boolean live;
  private final Queue<Script> scripts;

  private ScriptedSource(boolean live, Script... scripts) {
    this.live = live;
    this.scripts = new ArrayDeque<>(List.of(scripts));
  }

  static ScriptedSource live(Script... scripts) {
    return new ScriptedSource(true, scripts);
  }

  static ScriptedSource recorded(Script... scripts) {
    return new ScriptedSource(false, scripts);
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public boolean live() {
    return live;
  }

  @Override
  public Optional<Duration> silenceMax() {
    return Optional.of(Duration.ofSeconds(1));
  }

  @Override
  public Ending run(Intake intake) throws IOException, InterruptedException {
    Script next = scripts.poll();
    return next == null ? new Ending.Finished() : next.run(intake);
  }
}
