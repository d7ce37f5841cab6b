package io.finstage.server.alerts;

import io.finstage.server.alerts.AlertInputs.SourceTicks;
import io.finstage.server.alerts.AlertInputs.Sources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A source that emits nothing, though it should. As many entries as there are sources. */
final class Mute implements Probe {

  private final Sources sources;
  private final AlertCondition.SourceAbsence condition;
  private final Instant begun;
  private final Map<String, Quiet> seen = new HashMap<>();

  Mute(Sources sources, AlertCondition.SourceAbsence condition, Instant now) {
    this.sources = sources;
    this.condition = condition;
    this.begun = now;
  }

  @Override
  public List<Sighting> look(Instant now) {
    List<Sighting> sightings = new ArrayList<>();
    for (SourceTicks each : sources.now()) {
      boolean meant =
          condition.source().equals(each.name())
              || (condition.source().equals(AlertCondition.ALL_SOURCES) && each.connected());
      if (meant) {
        sightings.add(sighting(each, now));
      }
    }
    return sightings;
  }

  private Sighting sighting(SourceTicks source, Instant now) {
    if (source.silent()) {
      // What it may be silent for does not count once it must speak.
      seen.put(source.name(), Quiet.begin((double) source.ticks(), now));
      return Sighting.of(source.name(), false, 0);
    }
    Quiet quiet =
        seen.getOrDefault(source.name(), Quiet.begin((double) source.ticks(), begun))
            .with((double) source.ticks(), now);
    seen.put(source.name(), quiet);
    return quiet.sighting(source.name(), condition.duration(), now);
  }
}
