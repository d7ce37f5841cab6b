package io.finstage.server.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How an alert moves on, from what its condition comes to:
 *
 * <pre>
 *              holds           holds for pending_for
 *   (nothing) -------> PENDING ---------------------> FIRING
 *       ^                 | does not hold                | does not hold for keep_firing_for
 *       '-----------------'                              v
 *                                                     RESOLVED
 * </pre>
 *
 * <p>Against flapping there are two holds and no second limit: a condition must hold without a
 * break for {@code pending_for} to fire, and must not hold without a break for {@code
 * keep_firing_for} to be resolved. Any condition can be held, a signal or a silence too; a second
 * limit (hysteresis) makes sense of values only.
 *
 * <p>Where there is nothing to look at, a pending alert ends, and one that fires goes on for {@link
 * #GONE_MAX}: after a restart it takes a moment until there are prices again. Every function is
 * pure.
 */
final class AlertLife {

  /** How long an alert fires on when what it is about is no longer there. */
  static final Duration GONE_MAX = Duration.ofMinutes(5);

  private AlertLife() {}

  /**
   * An alert that is open.
   *
   * @param clearSince since when the condition does not hold; empty while it does
   * @param goneSince since when there is nothing to look at; empty while there is
   */
  record Track(Alert alert, Optional<Instant> clearSince, Optional<Instant> goneSince) {

    static Track of(Alert alert) {
      return new Track(alert, Optional.empty(), Optional.empty());
    }
  }

  /**
   * What became of it.
   *
   * @param track empty when no alert is open any more
   * @param change the alert as it is now; empty when nothing changed that anybody is told
   */
  record Step(Optional<Track> track, Optional<Alert> change) {

    static final Step NOTHING = new Step(Optional.empty(), Optional.empty());

    static Step open(Alert alert) {
      return new Step(Optional.of(Track.of(alert)), Optional.of(alert));
    }

    static Step over(Alert alert) {
      return new Step(Optional.empty(), Optional.of(alert));
    }

    static Step stays(Track track) {
      return new Step(Optional.of(track), Optional.empty());
    }
  }

  /** Where no alert is open: begins one when the condition holds. */
  static Step begin(AlertRule rule, Sighting seen, Instant now, long id) {
    if (seen.verdict() != Sighting.Verdict.HOLDS) {
      return Step.NOTHING;
    }
    boolean atOnce = rule.pendingFor().isZero();
    return Step.open(
        new Alert(
            id,
            rule.name(),
            rule.severity(),
            atOnce ? AlertState.FIRING : AlertState.PENDING,
            seen.subject(),
            seen.value(),
            Wording.holds(rule.condition(), seen),
            now,
            atOnce ? Optional.of(now) : Optional.empty(),
            Optional.empty(),
            1));
  }

  /** Where an alert is open. */
  static Step next(AlertRule rule, Track track, Sighting seen, Instant now) {
    return switch (seen.verdict()) {
      case HOLDS -> holds(rule, track, seen, now);
      case CLEAR -> clear(rule, track, seen, now);
      case UNKNOWN -> track.alert().hasFired() ? Step.stays(track) : clear(rule, track, seen, now);
      case GONE -> gone(rule, track, seen, now);
    };
  }

  private static Step holds(AlertRule rule, Track track, Sighting seen, Instant now) {
    Alert alert = track.alert();
    boolean due =
        alert.state() == AlertState.PENDING
            && !now.isBefore(alert.pendingAt().plus(rule.pendingFor()));
    return due
        ? Step.open(alert.fired(now, seen.value(), Wording.holds(rule.condition(), seen)))
        : Step.stays(Track.of(alert));
  }

  private static Step clear(AlertRule rule, Track track, Sighting seen, Instant now) {
    Alert alert = track.alert();
    Instant since = track.clearSince().orElse(now);
    boolean over = !alert.hasFired() || !now.isBefore(since.plus(rule.keepFiringFor()));
    return over
        ? Step.over(alert.resolved(now, seen.value(), Wording.clear(rule.condition(), seen)))
        : Step.stays(new Track(alert, Optional.of(since), Optional.empty()));
  }

  private static Step gone(AlertRule rule, Track track, Sighting seen, Instant now) {
    Instant since = track.goneSince().orElse(now);
    boolean over = !track.alert().hasFired() || !now.isBefore(since.plus(GONE_MAX));
    return over
        ? Step.over(
            track.alert().resolved(now, seen.value(), Wording.clear(rule.condition(), seen)))
        : Step.stays(new Track(track.alert(), track.clearSince(), Optional.of(since)));
  }
}
