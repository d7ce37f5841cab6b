package io.finstage.server;

import io.finstage.server.tuning.TuningConfig;
import io.finstage.server.tuning.TuningMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of tuning; {@link Keys} has them in their place. */
final class TuningKeys {

  static final List<Key<?>> LIST = new ArrayList<>();

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);

  static final Key<TuningMode> MODE =
      key("tuning.mode", "on", Kind.choice(TuningMode.class), "what is done with what is decided");
  static final Key<Duration> WINDOW =
      key(
          "tuning.window",
          "10s",
          Kind.duration(Duration.ofMillis(100), HOUR),
          "what is looked at before anything is moved");
  static final Key<Integer> ADJUSTMENTS_MAX =
      key(
          "tuning.adjustments-max",
          "10000",
          Kind.integer(1, 10_000_000),
          "adjustments that are kept");
  static final Key<Integer> ANALYSIS_MIN =
      key(
          "tuning.analysis-concurrency.min",
          "1",
          Kind.integer(1, 10_000),
          "fewest analyses at a time");
  static final Key<Integer> ANALYSIS_MAX =
      key(
          "tuning.analysis-concurrency.max",
          "512",
          Kind.integer(1, 10_000),
          "most analyses at a time");
  static final Key<Duration> ANALYSIS_OBJECTIVE =
      key(
          "tuning.analysis-concurrency.objective",
          "1s",
          Kind.duration(MILLISECOND, HOUR),
          "what 99 of 100 analyses should take, once they are let in");
  static final Key<Integer> TASKS_MIN =
      key("tuning.task-slots.min", "8", Kind.integer(1, 100_000), "fewest tasks at a time");
  static final Key<Integer> TASKS_MAX =
      key("tuning.task-slots.max", "1024", Kind.integer(1, 100_000), "most tasks at a time");
  static final Key<Duration> TASKS_OBJECTIVE =
      key(
          "tuning.task-slots.objective",
          "60s",
          Kind.duration(MILLISECOND, HOUR),
          "what 99 of 100 tasks should take, once they have begun");

  private TuningKeys() {}

  /** What is set. */
  static ServerConfig.Tuning read(Settings s) {
    return new ServerConfig.Tuning(
        new TuningConfig(s.get(MODE), s.get(WINDOW), s.get(ADJUSTMENTS_MAX)),
        new ServerConfig.Tuned(s.get(ANALYSIS_MIN), s.get(ANALYSIS_MAX), s.get(ANALYSIS_OBJECTIVE)),
        new ServerConfig.Tuned(s.get(TASKS_MIN), s.get(TASKS_MAX), s.get(TASKS_OBJECTIVE)));
  }

  /** What each value alone cannot show. */
  static void checkTogether(Settings s) {
    if (s.get(ANALYSIS_MIN) > s.get(ANALYSIS_MAX)) {
      s.refuse(ANALYSIS_MIN, "must be at most " + ANALYSIS_MAX.name());
    }
    if (s.get(TASKS_MIN) > s.get(TASKS_MAX)) {
      s.refuse(TASKS_MIN, "must be at most " + TASKS_MAX.name());
    }
  }

  private static <T> Key<T> key(String name, String standard, Kind<T> kind, String help) {
    Key<T> key = new Key<>(name, standard, kind, help);
    LIST.add(key);
    return key;
  }
}
