package io.finstage.server.alerts;

import java.time.Instant;
import java.util.List;

/** The newest value of a live indicator. */
final class IndicatorProbe implements Probe {

  private final AlertCondition.IndicatorLevel condition;
  private final LiveLines.Line line;

  IndicatorProbe(LiveLines lines, AlertCondition.IndicatorLevel condition) {
    this.condition = condition;
    this.line = lines.open(condition.symbol(), condition.interval(), condition.indicator());
  }

  @Override
  public List<Sighting> look(Instant now) {
    return List.of(
        Probes.level(
            condition.symbol(),
            line.value(condition.output()),
            condition.comparison(),
            condition.value()));
  }

  @Override
  public void close() {
    line.close();
  }
}
