package io.finstage.server.tuning;

import io.finstage.server.tuning.Adjustment.Judgement;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The log of the loop: to the database, which nobody waits for, to the server's log, and counted.
 * One thread at a time.
 */
final class Journal {

  private static final System.Logger LOG = System.getLogger(Journal.class.getName());

  private final AdjustmentStore store;
  private final Map<TuningStats.Key, Long> counts = new HashMap<>();
  private final Map<String, Entry> last = new HashMap<>();
  private long sequence;

  Journal(AdjustmentStore store) {
    this.store = store;
  }

  /** One adjustment, and when it is on disk. */
  static final class Entry {

    private Adjustment made;
    private final long sequence;
    private final CompletableFuture<Adjustment> kept;

    Entry(Adjustment made, long sequence, CompletableFuture<Adjustment> kept) {
      this.made = made;
      this.sequence = sequence;
      this.kept = kept;
    }

    private Adjustment now() {
      boolean isKept = kept.isDone() && !kept.isCompletedExceptionally();
      return isKept ? made.with(kept.join().id()) : made;
    }
  }

  /** The newest of every tunable, of an earlier life. */
  void remember(Adjustment made) {
    last.putIfAbsent(made.tunable(), new Entry(made, 0, CompletableFuture.completedFuture(made)));
  }

  Entry add(Adjustment made) {
    LOG.log(
        Level.INFO,
        "{0}: {1} to {2} by {3}{4}. {5}",
        made.tunable(),
        made.from(),
        made.to(),
        made.rule(),
        made.dryRun() ? ", dry run" : "",
        made.reason());
    sequence++;
    Entry entry = new Entry(made, sequence, logged(store.add(made, sequence)));
    last.put(made.tunable(), entry);
    made.judgement().ifPresent(verdict -> count(made, verdict));
    return entry;
  }

  void judge(Entry entry, Judgement verdict) {
    entry.made = entry.made.with(verdict);
    count(entry.made, verdict);
    LOG.log(
        Level.INFO,
        "{0}: {1} to {2} was {3}",
        entry.made.tunable(),
        entry.made.from(),
        entry.made.to(),
        verdict.outcome());
    var _ = logged(store.judge(entry.sequence, verdict));
  }

  Optional<Adjustment> last(String tunable) {
    return Optional.ofNullable(last.get(tunable)).map(Entry::now);
  }

  Map<TuningStats.Key, Long> counts() {
    return Map.copyOf(counts);
  }

  private void count(Adjustment made, Judgement verdict) {
    String outcome = made.dryRun() ? "dry_run" : verdict.outcome().name().toLowerCase(Locale.ROOT);
    counts.merge(new TuningStats.Key(made.tunable(), outcome), 1L, Long::sum);
  }

  private static <T> CompletableFuture<T> logged(CompletableFuture<T> write) {
    return write.whenComplete((done, failed) -> {
      if (failed != null) {
        LOG.log(Level.WARNING, "an adjustment could not be kept", failed);
      }
    });
  }
}
