package io.finstage.server.alerts;

import java.time.Instant;
import java.util.List;

/** Whether a signal has happened since it was looked at last; of value: how often. */
final class SignalProbe implements Probe {

  private final String subject;
  private final LiveLines.Line line;
  private long told;

  SignalProbe(LiveLines lines, AlertCondition.SignalSeen condition) {
    this.subject = condition.symbol().value();
    this.line = lines.open(condition.symbol(), condition.interval(), condition.signal());
    this.told = line.signals();
  }

  @Override
  public List<Sighting> look(Instant now) {
    long before = told;
    told = line.signals();
    return List.of(Sighting.of(subject, told > before, (double) (told - before)));
  }

  @Override
  public void close() {
    line.close();
  }
}
