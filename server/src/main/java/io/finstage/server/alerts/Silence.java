package io.finstage.server.alerts;

import io.finstage.server.alerts.AlertInputs.Reading;
import io.finstage.server.alerts.AlertInputs.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A reading that is not there, or has not changed. Remembers at most {@value #NAMES_MAX} series
 * that were there once.
 */
final class Silence implements Probe {

  private static final int NAMES_MAX = 1000;

  private final Readings readings;
  private final String name;
  private final Duration asked;
  private final Map<String, Quiet> seen = new HashMap<>();
  private final Quiet begun;
  private boolean any;

  Silence(Readings readings, String name, Duration asked, Instant now) {
    this.readings = readings;
    this.name = name;
    this.asked = asked;
    this.begun = Quiet.begin(Double.NaN, now);
  }

  @Override
  public List<Sighting> look(Instant now) {
    for (Reading each : readings.select(name)) {
      any = true;
      Quiet known = seen.get(each.name());
      if (known != null) {
        seen.put(each.name(), known.with(each.value(), now));
      } else if (seen.size() < NAMES_MAX) {
        seen.put(each.name(), Quiet.begin(each.value(), now));
      }
    }
    List<Sighting> sightings = new ArrayList<>();
    if (!seen.containsKey(name)) {
      // None of its series was ever there; or some are, and it is not missed any more.
      sightings.add(any ? Sighting.of(name, false, 0) : begun.sighting(name, asked, now));
    }
    seen.forEach((series, quiet) -> sightings.add(quiet.sighting(series, asked, now)));
    return sightings;
  }
}
