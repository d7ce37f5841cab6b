package io.finstage.server.alerts;

import io.finstage.server.alerts.AlertLife.Step;
import io.finstage.server.alerts.AlertLife.Track;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Where every rule stands: its probe, and the alert of each of its subjects, at most one. Time is
 * handed in. Not thread-safe.
 */
final class AlertBook {

  private static final System.Logger LOG = System.getLogger(AlertBook.class.getName());

  /** A rule that is looked at. */
  private static final class Page {
    private AlertRule rule;
    private final Probe probe;
    private final Map<String, Track> tracks;

    /** Subjects whose alert was not begun, and whose condition has held since. */
    private final Set<String> refused = new HashSet<>();

    Page(AlertRule rule, Probe probe, Map<String, Track> tracks) {
      this.rule = rule;
      this.probe = probe;
      this.tracks = tracks;
    }
  }

  private final Probes probes;
  private final LongSupplier ids;
  private final int openMax;
  private final Map<String, Page> pages = new TreeMap<>();
  private int open;
  private long notBegun;

  /**
   * @param openMax alerts that may be open
   */
  AlertBook(Probes probes, LongSupplier ids, int openMax) {
    this.probes = probes;
    this.ids = ids;
    this.openMax = openMax;
  }

  /** A change of an alert, and the rule that it is of. */
  record Change(Alert alert, AlertRule rule) {}

  /** Alerts that were not begun for want of room: each once, however long its condition holds. */
  long notBegun() {
    return notBegun;
  }

  /** All that are open. */
  List<Alert> open() {
    return pages.values().stream()
        .flatMap(page -> page.tracks.values().stream())
        .map(Track::alert)
        .toList();
  }

  /** Goes on with an alert of an earlier life, where its rule is looked at. */
  boolean restore(Alert alert) {
    Page page = pages.get(alert.rule());
    if (page == null || page.tracks.containsKey(alert.subject())) {
      return false;
    }
    page.tracks.put(alert.subject(), Track.of(alert));
    open++;
    return true;
  }

  /** From now on the rule is as it is here. Its alerts go on when the condition is the same. */
  List<Change> put(AlertRule rule, Instant now) {
    Page before = pages.get(rule.name());
    if (before != null && rule.enabled() && before.rule.condition().equals(rule.condition())) {
      before.rule = rule;
      return List.of();
    }
    List<Change> ended =
        remove(rule.name(), rule.enabled() ? "the rule was changed" : "the rule is disabled", now);
    if (rule.enabled()) {
      pages.put(
          rule.name(), new Page(rule, probes.of(rule.condition(), now), new LinkedHashMap<>()));
    }
    return ended;
  }

  /** The rule is not looked at any more; its alerts are over. */
  List<Change> remove(String name, String why, Instant now) {
    Page page = pages.remove(name);
    if (page == null) {
      return List.of();
    }
    page.probe.close();
    open -= page.tracks.size();
    return page.tracks.values().stream()
        .map(
            track -> new Change(track.alert().resolved(now, track.alert().value(), why), page.rule))
        .toList();
  }

  /** Looks at every rule. */
  List<Change> look(Instant now) {
    List<Change> changes = new ArrayList<>();
    for (Page page : pages.values()) {
      try {
        look(page, now, changes);
      } catch (RuntimeException e) {
        // The others are looked at all the same.
        LOG.log(Level.ERROR, "rule " + page.rule.name() + " could not be looked at", e);
      }
    }
    return changes;
  }

  private void look(Page page, Instant now, List<Change> changes) {
    Set<String> seen = new HashSet<>();
    for (Sighting sighting : page.probe.look(now)) {
      if (seen.add(sighting.subject())) {
        step(page, sighting, now, changes);
      }
    }
    page.refused.retainAll(seen);
    for (String subject : List.copyOf(page.tracks.keySet())) {
      if (!seen.contains(subject)) {
        step(page, Sighting.gone(subject), now, changes);
      }
    }
  }

  private void step(Page page, Sighting seen, Instant now, List<Change> changes) {
    Track track = page.tracks.get(seen.subject());
    if (track == null) {
      begin(page, seen, now, changes);
      return;
    }
    Step step = AlertLife.next(page.rule, track, seen, now);
    if (step.track().isEmpty()) {
      page.tracks.remove(seen.subject());
      open--;
    }
    keep(page, step, changes);
  }

  private void begin(Page page, Sighting seen, Instant now, List<Change> changes) {
    if (seen.verdict() != Sighting.Verdict.HOLDS) {
      page.refused.remove(seen.subject());
    } else if (open < openMax) {
      page.refused.remove(seen.subject());
      keep(page, AlertLife.begin(page.rule, seen, now, ids.getAsLong()), changes);
      open++;
    } else if (page.refused.add(seen.subject())) {
      notBegun++;
    }
  }

  private static void keep(Page page, Step step, List<Change> changes) {
    step.track().ifPresent(track -> page.tracks.put(track.alert().subject(), track));
    step.change().ifPresent(alert -> changes.add(new Change(alert, page.rule)));
  }
}
